using AiInfra.Core.Rows;

namespace AiInfra.Core.Signals;

/// <summary>Joins answers with labels that come later, earlier, twice or never, in bounded memory.</summary>
/// <remarks>
/// A label for an answer is also the label of those that shadow it (<see cref="Signal.Of"/>); one for the shadow's own id is the shadow's alone and goes before.
/// Every answer is joined at most once: the first of its id with the first label that comes for it. What is forgotten because memory is bounded is counted. Not thread-safe.
/// </remarks>
/// <typeparam name="TAnswer">What is remembered of an answer until its label comes; the less, the better.</typeparam>
public sealed class LabelJoin<TAnswer>
{
    private readonly BoundedMap<Waiting> _answers;
    private readonly BoundedMap<Known> _labels;
    private readonly Dictionary<string, List<string>> _shadows = new(StringComparer.Ordinal);

    /// <summary>Creates a join.</summary>
    /// <param name="capacity">How many answers may wait for their label.</param>
    /// <param name="labels">How many labels are remembered for answers and shadows still to come; null remembers as many.</param>
    public LabelJoin(int capacity = 100_000, int? labels = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels ?? 1, nameof(labels));
        _answers = new(capacity);
        _labels = new(labels ?? capacity);
    }

    /// <summary>Answers that wait for a label.</summary>
    public int Pending => _answers.Count;

    /// <summary>Answers that got their label.</summary>
    public long Joined { get; private set; }

    /// <summary>Answers forgotten before a label came.</summary>
    public long Evicted { get; private set; }

    /// <summary>Labels forgotten before any answer came for them; feedback names no deployment, so the labels of others count here.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Labels and answers that came again under one id: the first one counted here (of labels the catalog's log keeps the newest).</summary>
    public long Repeated { get; private set; }

    /// <summary>Feedback without a label, such as a score: nothing to join.</summary>
    public long Empty { get; private set; }

    /// <summary>Takes an answer.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="of">The id of the answer that it shadows; null for one that a caller got.</param>
    /// <param name="answer">What is to be known of it once its label comes.</param>
    /// <param name="labelled">It with its label, where that is known already.</param>
    /// <returns>Whether its label is known already.</returns>
    public bool Add(string id, string? of, TAnswer answer, out LabelledAnswer<TAnswer> labelled)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        labelled = default;
        if (_labels.TryGet(id, out Known? known) || (of is not null && _labels.TryGet(of, out known)))
        {
            if (known.Takes(id))
            {
                labelled = Join(id, answer, known);
                return true;
            }

            Repeated++;
        }
        else if (_answers.TryGet(id, out _))
        {
            Repeated++;
        }
        else
        {
            Wait(id, of, answer);
        }

        return false;
    }

    /// <summary>Takes feedback; adds to <paramref name="labelled"/> the answers it belongs to that have come already.</summary>
    public void Add(Feedback feedback, ICollection<LabelledAnswer<TAnswer>> labelled)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        ArgumentNullException.ThrowIfNull(labelled);
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
        Take(feedback.PredictionId, known, labelled);
        if (_shadows.TryGetValue(feedback.PredictionId, out List<string>? shadows))
        {
            foreach (string shadow in shadows.ToArray())
            {
                Take(shadow, known, labelled);
            }
        }

        if (_labels.Set(feedback.PredictionId, known, out Known? evicted) && !evicted.Matched)
        {
            Unmatched++;
        }
    }

    private void Wait(string id, string? of, TAnswer answer)
    {
        if (of is not null)
        {
            if (!_shadows.TryGetValue(of, out List<string>? shadows))
            {
                _shadows[of] = shadows = new(1);
            }

            shadows.Add(id);
        }

        if (_answers.Set(id, new Waiting(id, of, answer), out Waiting evicted))
        {
            Evicted++;
            Forget(evicted);
        }
    }

    private void Take(string id, Known known, ICollection<LabelledAnswer<TAnswer>> labelled)
    {
        if (_answers.Remove(id, out Waiting waiting))
        {
            Forget(waiting);
            if (known.Takes(id))
            {
                labelled.Add(Join(id, waiting.Answer, known));
            }
        }
    }

    private void Forget(in Waiting waiting)
    {
        if (waiting.Of is { } of && _shadows.TryGetValue(of, out List<string>? shadows) && shadows.Remove(waiting.Id) && shadows.Count == 0)
        {
            _shadows.Remove(of);
        }
    }

    private LabelledAnswer<TAnswer> Join(string id, TAnswer answer, Known known)
    {
        Joined++;
        return new(id, answer, known.Label, known.At);
    }

    private readonly record struct Waiting(string Id, string? Of, TAnswer Answer);

    /// <summary>A label, and which answers have it: mostly one, and its shadows.</summary>
    private sealed class Known(Value label, DateTimeOffset at)
    {
        private string? _first;
        private List<string>? _others;

        public Value Label { get; } = label;

        public DateTimeOffset At { get; } = at;

        public bool Matched => _first is not null;

        /// <summary>Whether the answer is the first of its id.</summary>
        public bool Takes(string id)
        {
            if (_first is null)
            {
                _first = id;
                return true;
            }

            if (_first == id || _others?.Contains(id) == true)
            {
                return false;
            }

            (_others ??= new(1)).Add(id);
            return true;
        }
    }
}
