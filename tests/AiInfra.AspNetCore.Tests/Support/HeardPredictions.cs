using System.Collections.Concurrent;
using AiInfra.Core.Signals;

namespace AiInfra.AspNetCore.Tests.Support;

/// <summary>Remembers what was told.</summary>
internal sealed class HeardPredictions : ISignalSubscriber
{
    private readonly ConcurrentQueue<RowPrediction> _all = [];

    public IReadOnlyCollection<RowPrediction> All => _all;

    public void OnSignal(Signal signal)
    {
        if (signal is RowPrediction prediction)
        {
            _all.Enqueue(prediction);
        }
    }

    public void OnFeedback(Feedback feedback)
    {
    }
}
