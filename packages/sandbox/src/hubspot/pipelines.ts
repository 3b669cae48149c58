import { invalid } from './reply.ts';

export type Stage = {
  readonly id: string;
  readonly label: string;
  readonly isClosed: boolean;
  /** 0 to 1, as text, the way HubSpot keeps a stage's metadata. */
  readonly probability: string;
};

export type Pipeline = { readonly id: string; readonly label: string; readonly stages: readonly Stage[] };

const stage = (id: string, label: string, probability: string): Stage => ({
  id,
  label,
  probability,
  isClosed: id.startsWith('closed'),
});

/** The pipeline that every portal starts with. Labels and ids as HubSpot's default sales pipeline has them. */
export const dealPipelines: readonly Pipeline[] = [
  {
    id: 'default',
    label: 'Sales Pipeline',
    stages: [
      stage('appointmentscheduled', 'Appointment Scheduled', '0.2'),
      stage('qualifiedtobuy', 'Qualified To Buy', '0.4'),
      stage('presentationscheduled', 'Presentation Scheduled', '0.6'),
      stage('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
      stage('contractsent', 'Contract Sent', '0.9'),
      stage('closedwon', 'Closed Won', '1.0'),
      stage('closedlost', 'Closed Lost', '0.0'),
    ],
  },
];

/** The stage a deal is in; @throws Refusal when the pipeline has none of that id. */
export function findStage(pipelineId: string, stageId: string): Stage {
  const pipeline = dealPipelines.find(({ id }) => id === pipelineId);
  if (pipeline === undefined) throw invalid(`${pipelineId} is not a valid pipeline`);
  const found = pipeline.stages.find(({ id }) => id === stageId);
  if (found === undefined) throw invalid(`${stageId} is not a valid stage of pipeline ${pipelineId}`);
  return found;
}

export function pipelineJson(pipeline: Pipeline, createdAt: Date) {
  const at = createdAt.toISOString();
  const stages = pipeline.stages.map((each, displayOrder) => ({
    id: each.id,
    label: each.label,
    displayOrder,
    // HubSpot gives these two as text, not as a boolean and a number.
    metadata: { isClosed: String(each.isClosed), probability: each.probability },
    createdAt: at,
    updatedAt: at,
    archived: false,
  }));
  return {
    id: pipeline.id,
    label: pipeline.label,
    displayOrder: 0,
    stages,
    createdAt: at,
    updatedAt: at,
    archived: false,
  };
}
