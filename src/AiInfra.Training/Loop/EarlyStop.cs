using System.Globalization;
using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Loop;

/// <summary>Follows the monitored figure: the best so far, and whether it is time to stop.</summary>
internal sealed class EarlyStop(EarlyStoppingOptions? options, MonitorMode mode) : IStateful
{
    public string StateName => "early-stopping";

    public EarlyStopState State { get; private set; } = new(double.NaN, 0, 0);

    /// <summary>Takes a figure in. Better says whether it is the best so far; stop whether the training should end.</summary>
    public (bool Better, bool Stop) Observe(double score, long step, long epochsDone)
    {
        double delta = options?.MinDelta ?? 0;
        bool finite = double.IsFinite(score);
        bool better = finite && (double.IsNaN(State.Best) || Beats(score, State.Best, delta));
        bool stop = options is not null && (
            (!finite && options.StopWhenNotFinite)
            || (options.GoodEnough is { } good && finite && !Beats(good, score, 0))
            || (options.Diverged is { } bad && finite && !Beats(score, bad, 0)));
        State = better ? new EarlyStopState(score, step, 0) : State with { Waited = State.Waited + 1 };
        stop |= options is not null && State.Waited >= options.Patience;
        return (better, stop && epochsDone >= (options?.MinEpochs ?? 0));
    }

    public void Save(ComponentState state) => state.Add("state", string.Create(CultureInfo.InvariantCulture, $"{State.Best:R} {State.BestStep} {State.Waited}"));

    public void Restore(ComponentState state)
    {
        string[] parts = state.Text("state").Split(' ');
        State = new EarlyStopState(
            double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private bool Beats(double a, double b, double delta) => mode == MonitorMode.Min ? a < b - delta : a > b + delta;
}
