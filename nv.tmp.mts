import { readdirSync, readFileSync } from 'node:fs';
const { knowledge } = await import('./test/support/knowledge.ts');
const { convertWorkflow } = await import('./server/src/render/backends/comfyui/convert/index.ts');
const { parseObjectInfo } = await import('./server/src/render/backends/comfyui/graph.ts');
const { complaintsOf, oursAlone } = await import('./test/gold/complaints.ts');
const A='http://127.0.0.1:8188';
const objectInfo = parseObjectInfo(await (await fetch(A+'/object_info')).json());
for (const n of ['templates_rob_realistic_2k_images_quick_variations.app','template_rob_realistic_2k_images_quick_variations','templates_mjm_looped_restyler']) {
  const raw=JSON.parse(readFileSync(`/work/wt/servers/g/prompts/${n}.json`,'utf8')).output;
  const D='/work/wt/servers/comfy/lib/python3.11/site-packages/comfyui_workflow_templates_json/templates/';
  console.log(n, await oursAlone(A, convertWorkflow(JSON.parse(readFileSync(D+n+'.json','utf8')),objectInfo,[],knowledge), raw, objectInfo));
}
const dir='/work/wt/servers/tpl/x/comfyui_workflow_templates_json/templates';
let clean=0,files=0,refused=0; const by=new Map<string,string[]>();
for (const f of readdirSync(dir).filter(f=>f.endsWith('.json')&&!/^index/.test(f))) {
  const json=JSON.parse(readFileSync(dir+'/'+f,'utf8')); if(!json.nodes) continue; files++;
  const {graph,problems}=convertWorkflow(json,objectInfo,[],knowledge);
  if(problems.length){refused++;continue;}
  const c=await complaintsOf(A,graph,objectInfo);
  const real=c.filter((x:string)=>!/value_not_in_list|custom_validation_failed/.test(x));
  if(!real.length) clean++; else for(const x of new Set(real)) by.set(x,[...(by.get(x)??[]),f]);
}
console.log({files,refused,clean}); for(const [k,v] of by) console.log(k, v.length, v.slice(0,6).join(' '));
