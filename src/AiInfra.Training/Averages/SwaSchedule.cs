using AiInfra.Training.Optimization;

namespace AiInfra.Training.Averages;

/// <summary>A schedule up to the start of averaging, then from its factor to another by half a cosine.</summary>
internal sealed class SwaSchedule(ILearningRateSchedule inner, SwaOptions options) : IObservingSchedule
{
    public bool NeedsTotal => inner.NeedsTotal || options.StartStep is null;

    public string? State
    {
        get => (inner as IObservingSchedule)?.State;
        set
        {
            if (inner is IObservingSchedule observing)
            {
                observing.State = value;
            }
        }
    }

    /// <summary>Steps done when averaging begins.</summary>
    public static long StartOf(SwaOptions options, long totalSteps) => options.StartStep ?? (long)Math.Ceiling(options.Start * totalSteps);

    public double Factor(long step, long totalSteps)
    {
        long start = StartOf(options, totalSteps);
        if (step < start || options.LearningRateFactor is not { } own)
        {
            return inner.Factor(step, totalSteps);
        }

        double before = inner.Factor(start, totalSteps);
        double share = options.AnnealSteps == 0 ? 1 : Math.Min(1, (double)(step - start) / options.AnnealSteps);
        return before + ((own - before) * (1 - Math.Cos(Math.PI * share)) / 2);
    }

    public void Observe(double score, MonitorMode mode) => (inner as IObservingSchedule)?.Observe(score, mode);
}
