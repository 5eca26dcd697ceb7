using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Monitoring;

/// <summary>Compares the inputs of the version that answers with its reference; where it has none, the first inputs become one, if the options say so. Not thread-safe.</summary>
internal sealed class InputWatch(MonitorOptions options)
{
    private DriftMonitor? _drift;
    private TableSketch? _learning;

    /// <summary>The newest comparison.</summary>
    public DriftReport? Latest => _drift?.Latest;

    /// <summary>Begins anew with another version's reference.</summary>
    public void Begin(TableSummary? reference)
    {
        _learning = null;
        _drift = options.Drift is not null && reference is not null ? new DriftMonitor(reference, options.Drift) : null;
    }

    /// <summary>Takes the inputs of an answer; gives a comparison when one is due.</summary>
    public DriftReport? Observe(RowPrediction prediction)
    {
        if (_drift is not null)
        {
            return _drift.Observe(prediction.Inputs, prediction.At);
        }

        Learn(prediction.Inputs);
        return null;
    }

    private void Learn(Row inputs)
    {
        if (options.LearnReferenceRows == 0)
        {
            return;
        }

        if (_learning is null || !_learning.Schema.Equals(inputs.Schema))
        {
            _learning = new TableSketch(inputs.Schema);
        }

        _learning.Add(inputs);
        if (_learning.Rows >= options.LearnReferenceRows)
        {
            _drift = new DriftMonitor(_learning.ToSummary(), options.Drift);
            _learning = null;
        }
    }
}
