using AiInfra.Training.Tabular;

namespace AiInfra.Training.Recipes;

/// <summary>How the best of several recipes is found.</summary>
public sealed class BestOfOptions : ICheckedOptions
{
    /// <summary>Names of the candidates that are tried.</summary>
    /// <value>Null: all that the host knows, those of this package being "linear" and "network". Configuration adds to a list that is there, so none is.</value>
    public IList<string>? Candidates { get; set; }

    /// <summary>Folds: each judges once, by models trained on the others. In the order of time a fold is a stretch of the newest 30 % of the newest 4,000 rows, judged by models trained on those before it.</summary>
    /// <value>Null: 5; 3 from 20,000 rows on; 2 in the order of time.</value>
    public int? Folds { get; set; }

    /// <summary>How often the rows are dealt to folds anew. In the order of time there is one way only.</summary>
    /// <value>Null: so often that about 2,000 rows have judged, 3 times at most.</value>
    public int? Repeats { get; set; }

    /// <summary>Time to find the best in; the last training, of the best on all rows, comes on top. When it is over, what was judged until then decides, and the report says what was cut short: the same request may then give another model on another machine.</summary>
    /// <value>Null: 2 minutes; 20 seconds in the order of time.</value>
    public TimeSpan? Budget { get; set; }

    /// <summary>What is compared.</summary>
    /// <value><see cref="SelectionMetric.Auto"/>.</value>
    public SelectionMetric Metric { get; set; }

    /// <summary>Whether the mean of several candidates' answers is a candidate too. It is taken where it wins by the folds, and is one file that takes the same inputs.</summary>
    /// <value>Null: yes; no in the order of time, where models are trained often.</value>
    public bool? Blend { get; set; }

    /// <summary>Whether the order of the rows is that of time. Then nothing is judged by a model that knows later rows.</summary>
    /// <value>Null: as the training asks for: a learning loop's rows are in the order of time, others' are not.</value>
    public RowOrder? Order { get; set; }

    /// <summary>Rows that a first look is taken at, where there are more than twice as many and their order is not that of time: candidates that are hopeless there are not tried on all. 0 takes none.</summary>
    /// <value>5,000.</value>
    public int ScreenRows { get; set; } = 5000;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(Candidates is null or { Count: > 0 }, $"{nameof(Candidates)} names none: leave it null for all, or name one.")
        .Must(Candidates is null || Candidates.Distinct().Count() == Candidates.Count, $"{nameof(Candidates)} names one twice: {string.Join(", ", Candidates ?? [])}.")
        .AtLeast(Folds, 1)
        .Must(Folds != 1 || Order == RowOrder.Time, $"{nameof(Folds)} is 2 at least where {nameof(Order)} is not {RowOrder.Time}.")
        .AtLeast(Repeats, 1)
        .Above(Budget, TimeSpan.Zero)
        .AtLeast(ScreenRows, 0);
}
