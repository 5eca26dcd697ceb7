namespace AiInfra.Training.Optimization;

/// <summary>The usual learning-rate schedules.</summary>
public static class Schedules
{
    /// <summary>The optimizer's rate all the time.</summary>
    public static ILearningRateSchedule Constant() => new Formula(false, (_, _) => 1);

    /// <summary>Times <paramref name="gamma"/> every <paramref name="everySteps"/> optimizer steps.</summary>
    public static ILearningRateSchedule Step(long everySteps, double gamma = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gamma);
        return new Formula(false, (step, _) => Math.Pow(gamma, step / everySteps));
    }

    /// <summary>A linear warm-up, then half a cosine down to <paramref name="floor"/> at the end (Loshchilov and Hutter 2017).</summary>
    /// <param name="warmUp">Share of all steps for the warm-up, 0 to 1.</param>
    /// <param name="floor">Factor at the end.</param>
    public static ILearningRateSchedule Cosine(double warmUp = 0, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(warmUp, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        return new Formula(true, (step, total) =>
        {
            double rising = warmUp * total;
            return step < rising ? (step + 1) / (rising + 1) : Fall(1, floor, (step - rising) / Math.Max(1, total - rising));
        });
    }

    /// <summary>Up from 1/<paramref name="startDivisor"/> to 1 and down to 1/(<paramref name="startDivisor"/> x <paramref name="endDivisor"/>), both by cosine (Smith and Topin 2018). The optimizer's rate is the peak.</summary>
    /// <param name="rise">Share of the steps that go up.</param>
    /// <param name="startDivisor">Peak over start.</param>
    /// <param name="endDivisor">Start over end.</param>
    public static ILearningRateSchedule OneCycle(double rise = 0.3, double startDivisor = 25, double endDivisor = 1e4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rise);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rise, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(startDivisor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(endDivisor, 1);
        return new Formula(true, (step, total) =>
        {
            double peak = Math.Max(1, (rise * total) - 1);
            return step <= peak
                ? Fall(1 / startDivisor, 1, step / peak)
                : Fall(1, 1 / (startDivisor * endDivisor), (step - peak) / Math.Max(1, total - 1 - peak));
        });
    }

    /// <summary>From 1 down to <paramref name="floor"/> at the end by a power: <c>floor + (1 - floor) x (1 - step / total)^power</c>.</summary>
    /// <param name="power">The power; 1 is a straight line.</param>
    /// <param name="steps">Steps in which it falls; null takes those of the training.</param>
    /// <param name="floor">Factor at the end.</param>
    public static ILearningRateSchedule Polynomial(double power = 1, long? steps = null, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(power);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps ?? 1, 1, nameof(steps));
        return new Formula(steps is null, (step, total) => floor + ((1 - floor) * Math.Pow(1 - Math.Min(1, (double)step / (steps ?? Math.Max(1, total))), power)));
    }

    /// <summary>Times <paramref name="gamma"/> each optimizer step.</summary>
    public static ILearningRateSchedule Exponential(double gamma)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gamma);
        return new Formula(false, (step, _) => Math.Pow(gamma, step));
    }

    /// <summary>A straight line from one factor to another in so many steps, then the last: a warm-up.</summary>
    public static ILearningRateSchedule Linear(double from, double to, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(to);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new Formula(false, (step, _) => from + ((to - from) * Math.Min(1, (double)step / steps)));
    }

    /// <summary>One after another: each begins at 0 after the steps of the one before; the last goes on to the end.</summary>
    /// <param name="last">The last one. A total it needs is what is left.</param>
    /// <param name="before">Those before it, each with its steps.</param>
    public static ILearningRateSchedule Sequential(ILearningRateSchedule last, params (ILearningRateSchedule Schedule, long Steps)[] before)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(before);
        foreach ((ILearningRateSchedule schedule, long steps) in before)
        {
            ArgumentNullException.ThrowIfNull(schedule);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        }

        return new SequentialSchedule(before, last);
    }

    /// <summary>Several at once: their factors multiplied.</summary>
    public static ILearningRateSchedule Chained(params ILearningRateSchedule[] schedules)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        return new ChainedSchedule([.. schedules]);
    }

    /// <summary>Times <paramref name="factor"/> when the monitored figure has not got better for more than <paramref name="patience"/> validations. One instance serves one training.</summary>
    /// <param name="factor">Factor a cut, between 0 and 1.</param>
    /// <param name="patience">Validations without a better figure that are borne.</param>
    /// <param name="threshold">Relative change that counts as better.</param>
    /// <param name="floor">Smallest factor in all.</param>
    public static IObservingSchedule Plateau(double factor = 0.1, int patience = 10, double threshold = 1e-4, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(factor, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        return new PlateauSchedule(factor, patience, threshold, floor);
    }

    /// <summary>A schedule of one's own: (step from 0, total steps or 0) to factor.</summary>
    /// <param name="factor">The formula.</param>
    /// <param name="needsTotal">Whether it needs the total.</param>
    public static ILearningRateSchedule Of(Func<long, long, double> factor, bool needsTotal = false)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new Formula(needsTotal, factor);
    }

    private static double Fall(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * Math.Clamp(share, 0, 1))) / 2);

    private sealed class Formula(bool needsTotal, Func<long, long, double> factor) : ILearningRateSchedule
    {
        public bool NeedsTotal => needsTotal;

        public double Factor(long step, long totalSteps) => factor(step, totalSteps);
    }
}
