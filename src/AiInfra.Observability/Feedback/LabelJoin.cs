using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Observability.Feedback;

/// <summary>Joins predictions with labels that come later, earlier, twice or never, in bounded memory.</summary>
/// <remarks>
/// A label for "id" is also the label of the shadow's answer "id/shadow". Every prediction is joined at most once: the first of its id with the first label that comes for it.
/// What is forgotten because memory is bounded is counted. Not thread-safe.
/// </remarks>
public sealed class LabelJoin
{
    /// <summary>What a shadow's prediction id ends in.</summary>
    public const string ShadowSuffix = "/shadow";

    private readonly BoundedMap<Waiting> _predictions;
    private readonly BoundedMap<Known> _labels;

    /// <summary>Creates a join.</summary>
    /// <param name="capacity">How many predictions may wait for their label, and how many labels are remembered for predictions still to come.</param>
    public LabelJoin(int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _predictions = new(capacity);
        _labels = new(capacity);
    }

    /// <summary>Predictions that wait for a label.</summary>
    public int Pending => _predictions.Count;

    /// <summary>Predictions that got their label.</summary>
    public long Joined { get; private set; }

    /// <summary>Predictions forgotten before a label came.</summary>
    public long Evicted { get; private set; }

    /// <summary>Labels forgotten before any prediction came for them; feedback names no deployment, so the labels of others count here.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Labels and predictions that came again under one id: the first one counted here (of labels the catalog's log keeps the newest).</summary>
    public long Repeated { get; private set; }

    /// <summary>Feedback without a label: nothing to join.</summary>
    public long Empty { get; private set; }

    /// <summary>Takes a prediction; adds it to <paramref name="joined"/> when its label is known already.</summary>
    public void Add(Prediction prediction, ICollection<LabelledPrediction> joined)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(joined);
        var waiting = new Waiting(prediction.Version, prediction.Role, prediction.Outputs, prediction.At);
        string asked = BaseId(prediction.Id);
        bool shadow = asked.Length < prediction.Id.Length, own = _labels.TryGet(prediction.Id, out Known? known);
        if (own || (shadow && _labels.TryGet(asked, out known)))
        {
            if (known!.Takes(shadow && !own))
            {
                Join(prediction.Id, waiting, known.Label, known.At, joined);
            }
            else
            {
                Repeated++;
            }
        }
        else if (_predictions.TryGet(prediction.Id, out _))
        {
            Repeated++;
        }
        else if (_predictions.Set(prediction.Id, waiting, out _))
        {
            Evicted++;
        }
    }

    /// <summary>Takes a label; adds to <paramref name="joined"/> the predictions it belongs to that have come already.</summary>
    public void Add(Core.Signals.Feedback feedback, ICollection<LabelledPrediction> joined)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        ArgumentNullException.ThrowIfNull(joined);
        if (feedback.Label.IsMissing)
        {
            Empty++;
            return;
        }

        if (_labels.TryGet(feedback.PredictionId, out _))
        {
            Repeated++;
            return;
        }

        var known = new Known(feedback.Label, feedback.At);
        Take(feedback.PredictionId, known, false, joined);
        Take(feedback.PredictionId + ShadowSuffix, known, true, joined);
        if (_labels.Set(feedback.PredictionId, known, out Known? evicted) && !evicted.Matched)
        {
            Unmatched++;
        }
    }

    /// <summary>The id of the request that a prediction answered: its own, without the ending of a shadow's.</summary>
    internal static string BaseId(string predictionId) =>
        predictionId.EndsWith(ShadowSuffix, StringComparison.Ordinal) ? predictionId[..^ShadowSuffix.Length] : predictionId;

    private void Take(string id, Known known, bool shadow, ICollection<LabelledPrediction> joined)
    {
        if (_predictions.Remove(id, out Waiting waiting) && known.Takes(shadow))
        {
            Join(id, waiting, known.Label, known.At, joined);
        }
    }

    private void Join(string id, Waiting waiting, Value label, DateTimeOffset at, ICollection<LabelledPrediction> joined)
    {
        Joined++;
        joined.Add(new(id, waiting.Version, waiting.Role, waiting.Outputs, label, waiting.At, at));
    }

    private readonly record struct Waiting(int Version, PredictionRole Role, Row Outputs, DateTimeOffset At);

    private sealed class Known(Value label, DateTimeOffset at)
    {
        private bool _own;
        private bool _shadow;

        public Value Label { get; } = label;

        public DateTimeOffset At { get; } = at;

        public bool Matched => _own || _shadow;

        /// <summary>Whether the prediction, or its shadow, is the first of its id.</summary>
        public bool Takes(bool shadow)
        {
            ref bool taken = ref shadow ? ref _shadow : ref _own;
            return !taken && (taken = true);
        }
    }
}
