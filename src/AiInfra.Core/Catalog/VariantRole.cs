namespace AiInfra.Core.Catalog;

/// <summary>What a version is to a deployment.</summary>
public enum VariantRole : byte
{
    /// <summary>Answers whatever no canary does.</summary>
    Champion,

    /// <summary>On trial: answers its share of the requests.</summary>
    Canary,

    /// <summary>On trial: answers copies aside; no caller sees its answers.</summary>
    Shadow,

    /// <summary>Was champion before, and stands ready to be it again.</summary>
    Previous,
}
