namespace AiInfra.Metrics.Ranking;

/// <summary>What a system retrieved for each query, with its scores.</summary>
public sealed class RetrievalRun
{
    private readonly Dictionary<string, Dictionary<string, double>> _queries = new(StringComparer.Ordinal);

    /// <summary>The queries, in the order they were first added.</summary>
    public IReadOnlyCollection<string> Queries => _queries.Keys;

    /// <summary>Adds a retrieved document.</summary>
    /// <param name="query">The query.</param>
    /// <param name="document">The document.</param>
    /// <param name="score">Its score; more ranks higher.</param>
    /// <exception cref="ArgumentException">The document was retrieved for this query already, or the score is not finite.</exception>
    public void Add(string query, string document, double score)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(document);
        if (!double.IsFinite(score))
        {
            throw new ArgumentException($"The score of document '{document}' for query '{query}' is {score}; a finite number is needed.", nameof(score));
        }

        if (!_queries.TryGetValue(query, out Dictionary<string, double>? documents))
        {
            _queries.Add(query, documents = new(StringComparer.Ordinal));
        }

        if (!documents.TryAdd(document, score))
        {
            throw new ArgumentException($"Document '{document}' was retrieved for query '{query}' already.", nameof(document));
        }
    }

    /// <summary>The documents of a query with their scores; null when it has none.</summary>
    public IReadOnlyDictionary<string, double>? Of(string query) => _queries.GetValueOrDefault(query);

    /// <summary>Reads a run file: query, Q0, document, rank, score, run. As trec_eval does, it ranks by the score and ignores the rank.</summary>
    /// <exception cref="FormatException">A line has too few columns or no number; the message names it.</exception>
    public static RetrievalRun Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var run = new RetrievalRun();
        foreach ((int line, string[] columns) in TrecLines.Read(reader, 5, "a retrieved document"))
        {
            run.Add(columns[0], columns[2], TrecLines.Number(columns[4], line));
        }

        return run;
    }
}
