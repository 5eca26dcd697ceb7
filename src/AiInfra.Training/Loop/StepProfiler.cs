using System.Diagnostics;

namespace AiInfra.Training.Loop;

/// <summary>Adds up the time of each part of the steps. On a device the times are those of handing work over, except where a number is read.</summary>
internal sealed class StepProfiler
{
    private readonly long[] _ticks = new long[Enum.GetValues<StepPhase>().Length];
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>What passed since the last mark was this phase.</summary>
    public void Mark(StepPhase phase)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[(int)phase] += now - _last;
        _last = now;
    }

    public StepProfile Result(long steps) => new(
        steps, Of(StepPhase.Data), Of(StepPhase.Forward), Of(StepPhase.Backward), Of(StepPhase.Optimizer), Of(StepPhase.Rest));

    private TimeSpan Of(StepPhase phase) => TimeSpan.FromSeconds((double)_ticks[(int)phase] / Stopwatch.Frequency);
}
