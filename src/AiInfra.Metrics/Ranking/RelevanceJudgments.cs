namespace AiInfra.Metrics.Ranking;

/// <summary>Which documents are relevant to which query, and how much: the qrels of an evaluation.</summary>
public sealed class RelevanceJudgments
{
    private readonly Dictionary<string, Dictionary<string, double>> _queries = new(StringComparer.Ordinal);

    /// <summary>The judged queries, in the order they were first added.</summary>
    public IReadOnlyCollection<string> Queries => _queries.Keys;

    /// <summary>Adds a judgement.</summary>
    /// <param name="query">The query.</param>
    /// <param name="document">The document.</param>
    /// <param name="relevance">How relevant it is. Below zero: in the pool but not judged, as in TREC's files.</param>
    /// <exception cref="ArgumentException">The document was judged for this query already, or the relevance is not finite.</exception>
    public void Add(string query, string document, double relevance)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(document);
        if (!double.IsFinite(relevance))
        {
            throw new ArgumentException($"The relevance of document '{document}' to query '{query}' is {relevance}; a finite number is needed.", nameof(relevance));
        }

        if (!_queries.TryGetValue(query, out Dictionary<string, double>? documents))
        {
            _queries.Add(query, documents = new(StringComparer.Ordinal));
        }

        if (!documents.TryAdd(document, relevance))
        {
            throw new ArgumentException($"Document '{document}' was judged for query '{query}' already.", nameof(document));
        }
    }

    /// <summary>The judgements of a query; null when it has none.</summary>
    public IReadOnlyDictionary<string, double>? Of(string query) => _queries.GetValueOrDefault(query);

    /// <summary>Reads a qrels file: query, iteration, document, relevance.</summary>
    /// <exception cref="FormatException">A line has too few columns or no number; the message names it.</exception>
    public static RelevanceJudgments Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var judgments = new RelevanceJudgments();
        foreach ((int line, string[] columns) in TrecLines.Read(reader, 4, "a judgement"))
        {
            judgments.Add(columns[0], columns[2], TrecLines.Number(columns[3], line));
        }

        return judgments;
    }
}
