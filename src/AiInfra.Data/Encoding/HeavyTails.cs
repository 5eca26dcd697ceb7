namespace AiInfra.Data.Encoding;

/// <summary>What is done with numbers that span orders of magnitude, such as amounts of money.</summary>
public enum HeavyTails
{
    /// <summary>Takes the signed logarithm, sign(x)·ln(1+|x|), where the data is heavy-tailed (excess kurtosis above 8) and the logarithm at least halves that.</summary>
    Auto,

    /// <summary>Leaves numbers as they are.</summary>
    Keep,

    /// <summary>Takes the signed logarithm of every number.</summary>
    SignedLog,
}
