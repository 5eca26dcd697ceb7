using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Learning;

/// <summary>Inputs of predictions that wait for their label. When there are too many, the oldest is forgotten and counted.</summary>
internal sealed class PendingPredictions(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _inputs = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public long Forgotten { get; private set; }

    public void Add(Prediction prediction)
    {
        lock (_gate)
        {
            if (!_inputs.TryAdd(prediction.Id, prediction.Inputs))
            {
                return;
            }

            _order.Enqueue(prediction.Id);
            while (_inputs.Count > capacity && _order.TryDequeue(out string? oldest))
            {
                Forgotten += _inputs.Remove(oldest) ? 1 : 0;
            }

            // Labelled ones leave their id behind; the queue is swept before it outgrows the map.
            if (_order.Count > 2 * capacity)
            {
                string[] waiting = [.. _order.Where(_inputs.ContainsKey)];
                _order.Clear();
                Array.ForEach(waiting, _order.Enqueue);
            }
        }
    }

    public Row? Take(string predictionId)
    {
        lock (_gate)
        {
            return _inputs.Remove(predictionId, out Row? inputs) ? inputs : null;
        }
    }
}
