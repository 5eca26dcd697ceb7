using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>By which measure the decision threshold of two classes is chosen, where the most probable class is not what is wanted: rare classes, errors that cost differently, a recall that must be reached.</summary>
public sealed class DecisionRule
{
    private readonly Func<RankedScores, ThresholdChoice> _choose;

    private DecisionRule(string name, Func<RankedScores, ThresholdChoice> choose)
    {
        Name = name;
        _choose = choose;
    }

    /// <summary>The rule in words, for example "best F1".</summary>
    public string Name { get; }

    /// <summary>The label that the rule is about.</summary>
    /// <value>null: the second class, whose probability the curves and metrics of two classes are about.</value>
    public string? Positive { get; private init; }

    /// <summary>The best F-score.</summary>
    /// <param name="beta">How many times as much recall counts as precision.</param>
    public static DecisionRule BestF(double beta = 1) => beta > 0 && double.IsFinite(beta)
        ? new(beta == 1 ? "best F1" : $"best F{Text(beta)}", ranked => DecisionThreshold.BestF(ranked, beta))
        : throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta is a finite number above 0.");

    /// <summary>The best informedness: recall + specificity - 1.</summary>
    public static DecisionRule BestInformedness() => new("best informedness", DecisionThreshold.BestInformedness);

    /// <summary>The least mean cost a row.</summary>
    /// <param name="falsePositive">What it costs to call a negative row positive.</param>
    /// <param name="falseNegative">What it costs to call a positive row negative.</param>
    public static DecisionRule LeastCost(double falsePositive, double falseNegative)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(falsePositive);
        ArgumentOutOfRangeException.ThrowIfNegative(falseNegative);
        return double.IsFinite(falsePositive) && double.IsFinite(falseNegative)
            ? new($"least cost ({Text(falsePositive)} a false positive, {Text(falseNegative)} a false negative)", ranked => DecisionThreshold.LeastCost(ranked, new CostMatrix(falsePositive, falseNegative)))
            : throw new ArgumentOutOfRangeException(nameof(falsePositive), $"A cost is a finite number; these are {Text(falsePositive)} and {Text(falseNegative)}.");
    }

    /// <summary>The best recall at a precision of so much or more; where none reaches it, the most precise.</summary>
    public static DecisionRule AtPrecision(double precision) => new($"best recall at precision {Text(Share(precision, nameof(precision)))}", ranked => DecisionThreshold.AtPrecision(ranked, precision));

    /// <summary>The best precision at a recall of so much or more.</summary>
    public static DecisionRule AtRecall(double recall) => new($"best precision at recall {Text(Share(recall, nameof(recall)))}", ranked => DecisionThreshold.AtRecall(ranked, recall));

    /// <summary>The same rule about this label.</summary>
    public DecisionRule For(string positive)
    {
        ArgumentNullException.ThrowIfNull(positive);
        return new DecisionRule(Name, _choose) { Positive = positive };
    }

    /// <summary>The threshold by this rule.</summary>
    /// <param name="ranked">Scores of rows of both classes that the model was not trained on.</param>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public ThresholdChoice Choose(RankedScores ranked) => _choose(ranked);

    /// <inheritdoc />
    public override string ToString() => Positive is null ? Name : $"{Name} of '{Positive}'";

    private static double Share(double share, string name) => share is >= 0 and <= 1 ? share : throw new ArgumentOutOfRangeException(name, share, "A share is between 0 and 1.");

    private static string Text(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
