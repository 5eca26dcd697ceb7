using System.Collections.Concurrent;
using AiInfra.Core.Signals;

namespace AiInfra.Serving.Tests.Support;

internal sealed class Watcher : ISignalSubscriber
{
    public ConcurrentQueue<Prediction> Predictions { get; } = new();

    public void OnPrediction(Prediction prediction) => Predictions.Enqueue(prediction);

    public void OnFeedback(Feedback feedback)
    {
    }
}
