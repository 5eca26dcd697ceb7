namespace AiInfra.Serving.Deployments;

/// <summary>The aliases that deployments move.</summary>
public static class Aliases
{
    /// <summary>The version that answers.</summary>
    public const string Champion = "champion";

    /// <summary>The version on trial.</summary>
    public const string Challenger = "challenger";
}
