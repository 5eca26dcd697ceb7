namespace AiInfra.Core.Rows;

/// <summary>What the answers of a model are called, from the file over the served row to its log, its metrics and its gates.</summary>
public static class AnswerNames
{
    /// <summary>The probabilities of a classifier. As a row it is one column a class, see <see cref="ProbabilityOf"/>.</summary>
    public const string Probability = "probability";

    /// <summary>The class that a classifier decides for.</summary>
    public const string Label = "label";

    /// <summary>The number that a regression answers.</summary>
    public const string Value = "value";

    /// <summary>The lower end of the interval that a regression answers beside its number.</summary>
    public const string Lower = "lower";

    /// <summary>The upper end of that interval.</summary>
    public const string Upper = "upper";

    /// <summary>The column with the probability of one class, "probability.CLASS".</summary>
    public static string ProbabilityOf(string className) => ElementOf(Probability, className);

    /// <summary>The column of one class's element of an output, "output.CLASS".</summary>
    public static string ElementOf(string output, string className) => $"{output}.{className}";
}
