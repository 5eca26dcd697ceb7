namespace AiInfra.AspNetCore.Inference;

/// <summary>Which input of a request, for messages; put in words only when something is wrong.</summary>
internal readonly record struct InputPlace(string? Name, int Index)
{
    public override string ToString() => Name is null ? $"input {Index}" : $"input '{Name}'";

    public ProtocolException Expected(string what) => ProtocolException.BadRequest($"Expected {what} ({this}).");

    public ProtocolException Expected(string what, string came) => ProtocolException.BadRequest($"Expected {what}, came {came} ({this}).");
}
