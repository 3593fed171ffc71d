// The whole matrix as one picture.
import { useExploration } from '../../state/ExplorerContext.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { useAnswer } from '../useAnswer.ts';

export default function MatrixView() {
  const exploration = useExploration();
  const rows = exploration ? exploration.layer.shape.reduce((a, b) => a * b, 1) : 0;
  const columns = exploration?.parameters.length ?? 0;
  const { answer } = useAnswer(
    'matrix',
    exploration && {
      explorationId: exploration.id, rowOrder: 'position', columnOrder: 'layer', measure: 'largest',
      rows: { first: 0, count: rows }, columns: { first: 0, count: columns }, height: Math.min(rows, 400), width: Math.min(columns, 560),
    },
  );
  if (!answer) return <Skeleton height={480} label="The matrix is on its way" />;
  return <p>{answer.stored} entries can differ from zero.</p>;
}
