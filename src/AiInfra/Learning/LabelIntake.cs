using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <summary>Where predictions and labels become labelled rows. What comes before the loop has begun waits, so that the first training's rows stay the oldest. Thread-safe.</summary>
internal sealed class LabelIntake(LearningOptions options, string deployment, ILogger logger)
{
    private readonly Lock _gate = new();

    // Labels of other deployments come here too, so fewer of them are kept.
    private readonly LabelJoin<Row> _join = new(options.PendingLabels, Math.Max(1, options.PendingLabels / 10));
    private readonly List<LabelledAnswer<Row>> _joined = [];
    private readonly Queue<(Row Inputs, Value Label)> _early = new();
    private readonly NewClasses _classes = new(options.RowsOfNewClass, deployment, logger);
    private RowShape? _shape;
    private DateTimeOffset? _firstHeard;
    private long _unusable;

    public LabelledRows Rows { get; } = new(options.KeepRows, options.Target);

    public long Forgotten
    {
        get
        {
            lock (_gate)
            {
                return _join.Evicted;
            }
        }
    }

    /// <summary>Labels that do not fit the column, such as a text where numbers are learned.</summary>
    public long Unusable => Interlocked.Read(ref _unusable);

    /// <summary>Rows whose label is a class that is not known yet.</summary>
    public long OfUnknownClass
    {
        get
        {
            lock (_gate)
            {
                return _classes.Held;
            }
        }
    }

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
            if (shape.Choice.Task == ModelTask.Classification)
            {
                _classes.Begin(rows.Labels.AsValues());
            }
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

    /// <summary>A logged prediction from before this process, with or without its label. One whose label came meanwhile counts once.</summary>
    public void Recall(RowPrediction prediction, Feedback? feedback)
    {
        lock (_gate)
        {
            _joined.Clear();
            if (_join.Add(prediction.Id, prediction.Of, prediction.Inputs, out LabelledAnswer<Row> known))
            {
                _joined.Add(known);
            }

            if (feedback is not null)
            {
                _join.Add(feedback, _joined);
            }

            foreach (LabelledAnswer<Row> row in _joined)
            {
                Add(row.Answer, row.Label);
            }
        }
    }

    /// <summary>Returns whether a labelled row came of it.</summary>
    public bool Take(Signal signal)
    {
        if (signal is not RowPrediction prediction || prediction.Role == PredictionRole.Shadow || prediction.Deployment != deployment)
        {
            return false;
        }

        lock (_gate)
        {
            _firstHeard ??= prediction.At;
            return _join.Add(prediction.Id, prediction.Of, prediction.Inputs, out LabelledAnswer<Row> known) && AddOrWait(known.Answer, known.Label);
        }
    }

    /// <summary>Returns whether a labelled row came of it.</summary>
    public bool Take(Feedback feedback)
    {
        lock (_gate)
        {
            _joined.Clear();
            _join.Add(feedback, _joined);
            bool came = false;
            foreach (LabelledAnswer<Row> row in _joined)
            {
                came |= AddOrWait(row.Answer, row.Label);
            }

            return came;
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

        Row fitting = _shape.Inputs(inputs);
        IReadOnlyList<(Row Inputs, Value Label)> learned = _shape.Choice.Task == ModelTask.Classification ? _classes.Take(fitting, label) : [(fitting, label)];
        foreach ((Row row, Value its) in learned)
        {
            Rows.Add(row, its);
        }

        return learned.Count > 0;
    }
}
