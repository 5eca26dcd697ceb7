using AiInfra.Core.Signals;

namespace AiInfra.Testing;

/// <summary>Keeps what passes.</summary>
internal sealed class SignalRecorder : ISignalSubscriber
{
    private readonly Lock _lock = new();
    private readonly List<Signal> _signals = [];
    private readonly List<Feedback> _feedback = [];

    public IReadOnlyList<Signal> Signals
    {
        get
        {
            lock (_lock)
            {
                return [.. _signals];
            }
        }
    }

    public IReadOnlyList<RowPrediction> Predictions => [.. Signals.OfType<RowPrediction>()];

    public IReadOnlyList<Feedback> Feedback
    {
        get
        {
            lock (_lock)
            {
                return [.. _feedback];
            }
        }
    }

    public void OnSignal(Signal signal)
    {
        lock (_lock)
        {
            _signals.Add(signal);
        }
    }

    public void OnFeedback(Feedback feedback)
    {
        lock (_lock)
        {
            _feedback.Add(feedback);
        }
    }
}
