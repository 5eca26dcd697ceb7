namespace AiInfra.Trees.Models;

/// <summary>What the trees make small. Classes are always learned by the log loss; these are for numbers.</summary>
public enum TreesObjective
{
    /// <summary>By the task: the log loss of classes, the squared error of numbers; where <see cref="TreesOptions.Query"/> is set, the order of rows.</summary>
    Auto,

    /// <summary>Squared error: the mean.</summary>
    Squared,

    /// <summary>Absolute error: the median.</summary>
    Absolute,

    /// <summary>Squared error up to <see cref="TreesOptions.HuberDelta"/>, absolute beyond: the mean, without being pulled by outliers.</summary>
    Huber,

    /// <summary>Pinball loss: the quantile <see cref="TreesOptions.Quantile"/>.</summary>
    Quantile,

    /// <summary>Poisson deviance: counts, 0 and more; answers are their expected number.</summary>
    Poisson,

    /// <summary>Tweedie deviance of <see cref="TreesOptions.TweediePower"/>: amounts that are often exactly 0, such as claims; none below 0.</summary>
    Tweedie,

    /// <summary>LambdaRank: rows of one query in the order of their grades, whole numbers from 0 to 30. Asks for <see cref="TreesOptions.Query"/>; the answer orders rows and means nothing else.</summary>
    Rank,
}
