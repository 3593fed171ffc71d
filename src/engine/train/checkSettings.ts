// Says which settings are refused and why, one reason a field. Pure; it starts nothing.
import type { SettingField, SettingProblem, TrainSettings } from '../protocol.ts';
import { SETTING_FIELDS } from './settings.ts';

/** What must be known of the data. */
export interface DataFacts {
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  readonly height: number;
  readonly width: number;
}

/** The reasons for refusing `settings`; empty when they can be trained with. */
export function checkSettings(settings: TrainSettings, data: DataFacts): SettingProblem[] {
  const alone = SETTING_FIELDS.filter(({ networks }) => !networks || networks.includes(settings.network)).flatMap((field) => problemAlone(field, settings[field.name]));
  const refused = new Set(alone.map((problem) => problem.field));
  const together = problemsTogether(settings, data).filter((problem) => !refused.has(problem.field) && !problem.after.some((field) => refused.has(field)));
  return [...alone, ...together.map(({ field, message }) => ({ field, message }))];
}

function problemAlone(field: SettingField, value: unknown): SettingProblem[] {
  const message = field.kind === 'choice' ? choiceProblem(field, value) : numberProblem(field, value);
  return message === null ? [] : [{ field: field.name, message }];
}

function choiceProblem(field: SettingField, value: unknown): string | null {
  const values = (field.choices ?? []).map((choice) => choice.value);
  return values.includes(value as string) ? null : `${noun(field)}: ${String(value)} is not a choice. Take one of ${values.join(', ')}.`;
}

function numberProblem(field: SettingField, value: unknown): string | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return `${noun(field)}: not a number. Type a number such as ${field.default}.`;
  const { min = -Infinity, max = Infinity } = field;
  if (value < min) return `${noun(field)}: ${value} is too small. Use at least ${min}.`;
  if (value > max) return `${noun(field)}: ${value} is too large. Use at most ${max}.`;
  if (field.kind === 'integer' && !Number.isInteger(value)) return `${noun(field)}: ${value} is not a whole number. Use ${Math.max(min, Math.round(value))}, for instance.`;
  return null;
}

/** A problem of several fields together, shown at `field` when none of `after` is refused already. */
interface JointProblem extends SettingProblem {
  after: readonly (keyof TrainSettings)[];
}

function problemsTogether(settings: TrainSettings, data: DataFacts): JointProblem[] {
  const problems: JointProblem[] = [];
  const fewest = fewestOfAClass(data);
  const training = settings.imagesPerClass * data.classes;
  if (settings.imagesPerClass >= fewest)
    problems.push({
      field: 'imagesPerClass', after: [],
      message: `Training images per class: ${settings.imagesPerClass} leave none of some class to validate on; it has ${fewest}. Use at most ${fewest - 1}.`,
    });
  if (settings.batchSize > training)
    problems.push({
      field: 'batchSize', after: ['imagesPerClass'],
      message: `Batch size: ${settings.batchSize} is more than the ${training} training images. Use at most ${training}, or more images per class.`,
    });
  const side = Math.min(data.height, data.width);
  if (settings.network === 'question' && settings.kernelSize > side)
    problems.push({ field: 'kernelSize', after: [], message: `Kernel size: ${settings.kernelSize} is larger than the ${data.height} × ${data.width} image. Use at most ${side}.` });
  return problems;
}

/** Images of the class that has the fewest. */
export function fewestOfAClass({ labels, classes }: DataFacts): number {
  const counts = new Array<number>(classes).fill(0);
  for (let n = 0; n < labels.length; n++) counts[labels[n]]++;
  return Math.min(...counts);
}

function noun(field: SettingField): string {
  return field.label;
}
