using System.Globalization;

namespace AiInfra.Metrics.Ranking;

/// <summary>A metric of rankings: one value a query, and their mean. Queries are paired in the order they were added; <see cref="RetrievalScore"/> pairs them by id.</summary>
/// <remarks>To write one, derive and give the value of a query. Not thread-safe: give each thread its own and merge.</remarks>
public abstract class RankingMetric : UnitMeanMetric
{
    private readonly TieHandling _ties;
    private long _undefined;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars.</param>
    /// <param name="ties">How documents with equal scores are ranked.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this; zero or more.</param>
    protected RankingMetric(string name, string options = "", TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base(name, true, "queries", Options(options, ties, noRelevant, relevantAbove))
    {
        if (!(relevantAbove >= 0) || double.IsInfinity(relevantAbove))
        {
            throw new ArgumentOutOfRangeException(nameof(relevantAbove), relevantAbove, "The bound of relevance is a finite number, zero or more.");
        }

        NoRelevant = noRelevant;
        RelevantAbove = relevantAbove;
        _ties = ties;
    }

    /// <inheritdoc />
    public override string Family => "Rankings";

    /// <summary>What a query without a relevant document is.</summary>
    public NoRelevant NoRelevant { get; }

    /// <summary>A document is relevant when its relevance is above this.</summary>
    public double RelevantAbove { get; }

    /// <summary>The value of each query, in the order they were added; NaN for those left out of the mean.</summary>
    public IReadOnlyList<double> Values => KeptValues;

    /// <inheritdoc />
    public abstract override RankingMetric New();

    /// <summary>Adds a query.</summary>
    /// <param name="relevance">How relevant each document is; zero or more.</param>
    /// <param name="scores">The score the model gave it; more ranks higher.</param>
    /// <param name="weight">How much the query counts; a finite number above 0.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no document, or a number is not finite or negative; the message names the first index.</exception>
    public void Add(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores, double weight = 1) => Add(QueryOrder.Rank(relevance, scores, _ties), weight);

    /// <summary>Adds a query whose documents are ranked.</summary>
    public void Add(in RankedQuery query, double weight = 1)
    {
        PositiveWeight(weight, "query", Count);
        double value = Query(query);
        AddUnit(value, weight: weight);
        _undefined += query.Relevant(RelevantAbove) == 0 || double.IsNaN(value) ? 1 : 0;
    }

    /// <summary>The mean over queries, with Student's interval. Queries without a relevant document are counted as undefined; whether they are in the mean is the metric's option.</summary>
    public override Score Result(double confidence = 0.95) => base.Result(confidence) with { Undefined = _undefined };

    /// <summary>The value of one query; NaN when it has none.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no document, or a number is not finite or negative; the message names the first index.</exception>
    public double Query(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores) => Query(QueryOrder.Rank(relevance, scores, _ties));

    /// <summary>The value of one query whose documents are ranked; NaN when it has none.</summary>
    public double Query(in RankedQuery query) => query.Relevant(RelevantAbove) > 0
        ? Compute(query)
        : NoRelevant switch { NoRelevant.Zero => 0, NoRelevant.One => 1, _ => double.NaN };

    /// <summary>The value of a query that was checked and has a relevant document.</summary>
    protected abstract double Compute(in RankedQuery query);

    /// <inheritdoc />
    protected override void MergeMore(UnitMeanMetric other) => _undefined += ((RankingMetric)other)._undefined;

    /// <summary>How many of the first ranks count: k of them, or all that there are when k is 0.</summary>
    protected static int Depth(in RankedQuery query, int k) => k > 0 ? Math.Min(k, query.Relevance.Length) : query.Relevance.Length;

    /// <summary>How many relevant documents are within the first k ranks; 0 for all.</summary>
    protected int Found(in RankedQuery query, int k)
    {
        int found = 0, depth = Depth(query, k);
        for (int i = 0; i < depth; i++)
        {
            found += query.Relevance[i] > RelevantAbove ? 1 : 0;
        }

        return found;
    }

    /// <summary>The ties, where a shared gain has no meaning.</summary>
    /// <exception cref="ArgumentException">They are to be averaged.</exception>
    protected static TieHandling Ordered(TieHandling ties) => ties != TieHandling.Averaged
        ? ties
        : throw new ArgumentException("Averaged ties are defined for discounted gains only; choose Worst, Given or Reversed.", nameof(ties));

    /// <summary>A cut-off, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    protected static int CutOff(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return k;
    }

    /// <summary>An option's value as signatures write it: the first letter small.</summary>
    protected static string Lower<T>(T option)
        where T : struct, Enum
    {
        string text = option.ToString();
        return char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string Options(string options, TieHandling ties, NoRelevant noRelevant, double relevantAbove)
    {
        string above = relevantAbove == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"|relevantAbove:{relevantAbove}");
        return $"{(options.Length == 0 ? "" : options + "|")}ties:{Lower(ties)}|noRelevant:{Lower(noRelevant)}{above}";
    }
}
