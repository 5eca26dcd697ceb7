using AiInfra.Data.Encoders;

namespace AiInfra.Training.Recipes;

/// <summary>How a linear model is trained.</summary>
public sealed class LinearOptions : ICheckedOptions
{
    /// <summary>How much the weights are held back: the penalty is half of it times the sum of the squared weights, beside the sum of the losses over all rows (scikit-learn's <c>alpha</c>, or 1 / <c>C</c>).</summary>
    /// <value>Null: the one of ten between 0.01 and 1,000 that does best on rows left out.</value>
    public double? L2 { get; set; }

    /// <summary>Most iterations of L-BFGS; it ends earlier when the largest part of the slope is below 1e-7. The report says where it did not.</summary>
    /// <value>500.</value>
    public int MaxIterations { get; set; } = 500;

    /// <summary>How columns become numbers. Categories are always one column a value.</summary>
    public EncodingOptions Encoding { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(L2 ?? 0, 0, nameof(L2))
        .AtLeast(MaxIterations, 1)
        .Set(Encoding)
        .Nested(Encoding);
}
