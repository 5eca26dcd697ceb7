namespace AiInfra.Training.Recipes;

/// <summary>What candidates are compared by: a loss of each row, of which the mean counts.</summary>
public enum SelectionMetric
{
    /// <summary>Log loss of classes, squared error of numbers.</summary>
    Auto,

    /// <summary>Minus the logarithm of the probability of the row's class, which counts as 1e-7 at least.</summary>
    LogLoss,

    /// <summary>1 where another class is the most probable.</summary>
    ErrorRate,

    /// <summary>The sum over the classes of the squared distance between probability and truth (Brier 1950).</summary>
    Brier,

    /// <summary>Squared error.</summary>
    SquaredError,

    /// <summary>Absolute error.</summary>
    AbsoluteError,
}
