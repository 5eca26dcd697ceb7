using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Learning;

/// <summary>Where predictions and labels become labelled rows. What comes before the loop has begun waits, so that the first training's rows stay the oldest. Thread-safe.</summary>
internal sealed class LabelIntake(LearningOptions options, string deployment)
{
    private readonly Lock _gate = new();
    private readonly PendingPredictions _pending = new(options.PendingLabels);
    private readonly Queue<(Row Inputs, Value Label)> _early = new();
    private RowShape? _shape;
    private DateTimeOffset? _firstHeard;
    private long _unusable;

    public LabelledRows Rows { get; } = new(options.KeepRows, options.Target);

    public long Forgotten => _pending.Forgotten;

    /// <summary>Labels that do not fit the column, such as a text where numbers are learned.</summary>
    public long Unusable => Interlocked.Read(ref _unusable);

    /// <summary>When the first prediction was heard: what a log has from then on is known here.</summary>
    public DateTimeOffset? FirstHeard
    {
        get
        {
            lock (_gate)
            {
                return _firstHeard;
            }
        }
    }

    /// <summary>The first training's rows are here; what waited comes after them.</summary>
    public void Begin(RowShape shape, LabelledBatch rows)
    {
        lock (_gate)
        {
            Rows.Begin(rows);
            _shape = shape;
        }
    }

    /// <summary>Takes in what came before the loop had begun.</summary>
    public void CatchUp()
    {
        lock (_gate)
        {
            while (_early.TryDequeue(out (Row Inputs, Value Label) early))
            {
                Add(early.Inputs, early.Label);
            }
        }
    }

    /// <summary>A logged prediction from before this process; with or without its label.</summary>
    public void Recall(string id, Row inputs, Value? label)
    {
        lock (_gate)
        {
            if ((label ?? _pending.Add(id, inputs)) is { IsMissing: false } known)
            {
                Add(inputs, known);
            }
        }
    }

    /// <summary>Returns whether a labelled row came of it.</summary>
    public bool Take(Prediction prediction)
    {
        if (prediction.Role == PredictionRole.Shadow || prediction.Deployment != deployment)
        {
            return false;
        }

        lock (_gate)
        {
            _firstHeard ??= prediction.At;
            return _pending.Add(prediction.Id, prediction.Inputs) is { } label && AddOrWait(prediction.Inputs, label);
        }
    }

    /// <summary>Returns whether a labelled row came of it.</summary>
    public bool Take(Feedback feedback)
    {
        if (feedback.Label.IsMissing)
        {
            return false;
        }

        lock (_gate)
        {
            return _pending.Label(feedback) is { } inputs && AddOrWait(inputs, feedback.Label);
        }
    }

    private bool AddOrWait(Row inputs, Value label)
    {
        if (_shape is not null && _early.Count == 0)
        {
            return Add(inputs, label);
        }

        _early.Enqueue((inputs, label));
        if (_early.Count > options.KeepRows)
        {
            _early.Dequeue();
        }

        return false;
    }

    private bool Add(Row inputs, Value given)
    {
        Value label = _shape!.Label(given);
        if (label.IsMissing)
        {
            Interlocked.Increment(ref _unusable);
            return false;
        }

        Rows.Add(_shape.Inputs(inputs), label);
        return true;
    }
}
