namespace AiInfra.Training.Loop;

/// <summary>Measures the time and reports progress, not more often than asked for.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? progress, TimeSpan interval, long totalSteps, TimeProvider time)
{
    private long _started = time.GetTimestamp();
    private long _reported = time.GetTimestamp();
    private TimeSpan _before;
    private long _firstStep;
    private long _rows;
    private double _loss = double.NaN;

    public TimeSpan Elapsed => _before + time.GetElapsedTime(_started);

    public void Start(TrainerState state)
    {
        _started = _reported = time.GetTimestamp();
        _before = TimeSpan.FromSeconds(state.ElapsedSeconds);
        _firstStep = state.Step;
    }

    public void Step(TrainerState state, double loss, long rows, double score)
    {
        _rows += rows;
        _loss = loss;
        Report(state, score, always: false);
    }

    public void Report(TrainerState state, double score, bool always)
    {
        if (progress is null || (!always && time.GetElapsedTime(_reported) < interval))
        {
            return;
        }

        _reported = time.GetTimestamp();
        TimeSpan here = time.GetElapsedTime(_started);
        long done = state.Step - _firstStep;
        TimeSpan? remaining = totalSteps > 0 && done > 0 ? here * ((double)Math.Max(0, totalSteps - state.Step) / done) : null;
        progress.Report(new TrainingProgress(
            state.Step, totalSteps > 0 ? totalSteps : null, state.Batch == 0 && state.Epoch > 0 ? state.Epoch : state.Epoch + 1, _loss, score,
            here > TimeSpan.Zero ? _rows / here.TotalSeconds : 0, Elapsed, remaining));
    }
}
