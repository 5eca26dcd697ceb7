using System.Collections.Concurrent;
using AiInfra.Core.Signals;

namespace AiInfra.Serving.Tests.Support;

internal sealed class Watcher : ISignalSubscriber
{
    public ConcurrentQueue<Signal> Signals { get; } = new();

    public ConcurrentQueue<RowPrediction> Predictions { get; } = new();

    public void OnSignal(Signal signal)
    {
        Signals.Enqueue(signal);
        if (signal is RowPrediction prediction)
        {
            Predictions.Enqueue(prediction);
        }
    }

    public void OnFeedback(Feedback feedback)
    {
    }
}
