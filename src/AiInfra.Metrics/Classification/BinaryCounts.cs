namespace AiInfra.Metrics.Classification;

/// <summary>How a class was told from the rest. Numbers are sums of weights.</summary>
/// <param name="TruePositives">Of the class, and predicted as it.</param>
/// <param name="FalsePositives">Not of the class, but predicted as it.</param>
/// <param name="FalseNegatives">Of the class, but not predicted as it.</param>
/// <param name="TrueNegatives">Neither of the class nor predicted as it.</param>
public readonly record struct BinaryCounts(double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    /// <summary>Weight of all rows.</summary>
    public double Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>Share of the rows predicted as the class that are of it; NaN when none is predicted.</summary>
    public double Precision => TruePositives / (TruePositives + FalsePositives);

    /// <summary>Share of the class's rows that are predicted as it; NaN when it does not occur.</summary>
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Share of the other rows that are not predicted as the class; NaN when there are none.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Share of the other rows that are predicted as the class; NaN when there are none.</summary>
    public double FalsePositiveRate => FalsePositives / (TrueNegatives + FalsePositives);

    /// <summary>Share of the rows not predicted as the class that are not of it; NaN when all are predicted as it.</summary>
    public double NegativePredictiveValue => TrueNegatives / (TrueNegatives + FalseNegatives);

    /// <summary>Share of all rows told right.</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / Total;

    /// <summary>Recall + specificity - 1 (Youden 1950).</summary>
    public double Informedness => Recall + Specificity - 1;

    /// <summary>The F-score; NaN when the class neither occurs nor is predicted.</summary>
    /// <param name="beta">How many times as much recall counts as precision.</param>
    public double F(double beta = 1)
    {
        (double above, double below) = FScore.FRatio(this, beta);
        return above / below;
    }
}
