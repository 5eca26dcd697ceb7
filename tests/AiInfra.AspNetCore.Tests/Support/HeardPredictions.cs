using System.Collections.Concurrent;
using AiInfra.Core.Signals;

namespace AiInfra.AspNetCore.Tests.Support;

/// <summary>Remembers what was told.</summary>
internal sealed class HeardPredictions : ISignalSubscriber
{
    private readonly ConcurrentQueue<Prediction> _all = [];

    public IReadOnlyCollection<Prediction> All => _all;

    public void OnPrediction(Prediction prediction) => _all.Enqueue(prediction);

    public void OnFeedback(Feedback feedback)
    {
    }
}
