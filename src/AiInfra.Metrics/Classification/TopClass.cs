namespace AiInfra.Metrics.Classification;

/// <summary>The class with the highest probability.</summary>
public static class TopClass
{
    /// <summary>Index of the highest probability; of equal ones the first.</summary>
    /// <param name="probabilities">One a class, <c>[classes]</c>, at least one.</param>
    public static int Of(ReadOnlySpan<double> probabilities)
    {
        int top = 0;
        for (int k = 1; k < probabilities.Length; k++)
        {
            top = probabilities[k] > probabilities[top] ? k : top;
        }

        return top;
    }
}
