// What the page shows, in plain words, for somebody who has not met a Jacobian.
import styles from './Header.module.css';

export function About() {
  return (
    <div className={styles.about}>
      <p>
        <strong>An activation</strong> is one number inside the network: how strongly filter 7, say, answers to one small patch of the
        digit. <strong>A parameter</strong> is one number that training changes: a cell of a filter, a bias, the gain and shift of the
        batch normalisation.
      </p>
      <p>
        <strong>A gradient row</strong> belongs to one activation. It says, for every parameter, how much the activation would grow if
        that parameter grew a little: its derivative. Zero means that the parameter cannot move this activation at all.{' '}
        <strong>A column</strong> belongs to one parameter and says the same for every activation. All rows under each other are the{' '}
        <strong>Jacobian</strong> of the layer.
      </p>
      <p>
        Asking for the rows one by one repeats nearly all of the work each time. This page computes all of them in one go: a unit sees
        only its own patch through its own filter, so its row is mostly zeros that need no work, and the rest is shared. Every row can be
        checked where it stands, against a slow computation in double precision and against TensorFlow.js.
      </p>
    </div>
  );
}
