/** The channel by which run.ts tells the tests that they are to end early. */
export const LEAVING = 'sweetspot-test-backend-leaving';
