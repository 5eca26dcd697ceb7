using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Learning;

/// <summary>Joins predictions with their labels, whichever comes first. When too many wait, the oldest is forgotten; forgotten predictions are counted.</summary>
internal sealed class PendingPredictions(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Waiting<Row> _inputs = new(capacity);

    // Labels of other deployments come here too, so fewer of them are kept.
    private readonly Waiting<Value> _labels = new(Math.Max(1, capacity / 10));

    public long Forgotten
    {
        get
        {
            lock (_gate)
            {
                return _inputs.Forgotten;
            }
        }
    }

    /// <summary>Takes a prediction; returns its label where that came before.</summary>
    public Value? Add(string predictionId, Row inputs)
    {
        lock (_gate)
        {
            if (_labels.Take(predictionId, out Value label))
            {
                return label;
            }

            _inputs.Add(predictionId, inputs);
            return null;
        }
    }

    /// <summary>Takes a label; returns the inputs of its prediction where that is known.</summary>
    public Row? Label(Feedback feedback)
    {
        lock (_gate)
        {
            if (_inputs.Take(feedback.PredictionId, out Row? inputs))
            {
                return inputs;
            }

            _labels.Add(feedback.PredictionId, feedback.Label);
            return null;
        }
    }

    private sealed class Waiting<T>(int capacity)
    {
        private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);
        private readonly Queue<string> _order = new();

        public long Forgotten { get; private set; }

        public bool Take(string id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => _items.Remove(id, out item);

        public void Add(string id, T item)
        {
            if (!_items.TryAdd(id, item))
            {
                return;
            }

            _order.Enqueue(id);
            while (_items.Count > capacity && _order.TryDequeue(out string? oldest))
            {
                Forgotten += _items.Remove(oldest) ? 1 : 0;
            }

            // Joined ones leave their id behind; the queue is swept before it outgrows the map.
            if (_order.Count > 2 * capacity)
            {
                string[] waiting = [.. _order.Where(_items.ContainsKey)];
                _order.Clear();
                Array.ForEach(waiting, _order.Enqueue);
            }
        }
    }
}
