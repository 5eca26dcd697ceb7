namespace AiInfra.Metrics.Text;

/// <summary>ROUGE of one text, in several variants.</summary>
public sealed class RougeScores
{
    private readonly RougeVariant[] _variants;
    private readonly RougeScore[] _scores;

    internal RougeScores(RougeVariant[] variants, RougeScore[] scores) => (_variants, _scores) = (variants, scores);

    /// <summary>The variants that were asked for, in that order.</summary>
    public IReadOnlyList<RougeVariant> Variants => _variants;

    /// <summary>The score of a variant.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public RougeScore this[RougeVariant variant] => Array.IndexOf(_variants, variant) is >= 0 and int at
        ? _scores[at]
        : throw new KeyNotFoundException($"{variant} was not asked for; there are {string.Join(", ", _variants)}.");
}
