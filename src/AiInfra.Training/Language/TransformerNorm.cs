namespace AiInfra.Training.Language;

/// <summary>Normalisation within a transformer.</summary>
public enum TransformerNorm
{
    /// <summary>By the root of the mean square: <see cref="Networks.RmsNorm"/>.</summary>
    RootMeanSquare,

    /// <summary>By mean and deviation, with scale and shift (Ba, Kiros, Hinton 2016).</summary>
    Layer,
}
