using AiInfra.Core.Signals;

namespace AiInfra.Testing;

/// <summary>Keeps what passes.</summary>
internal sealed class SignalRecorder : ISignalSubscriber
{
    private readonly Lock _lock = new();
    private readonly List<Prediction> _predictions = [];
    private readonly List<Feedback> _feedback = [];

    public IReadOnlyList<Prediction> Predictions
    {
        get
        {
            lock (_lock)
            {
                return [.. _predictions];
            }
        }
    }

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

    public void OnPrediction(Prediction prediction)
    {
        lock (_lock)
        {
            _predictions.Add(prediction);
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
