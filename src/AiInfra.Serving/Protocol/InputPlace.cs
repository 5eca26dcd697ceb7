namespace AiInfra.Serving.Protocol;

/// <summary>Which input of a request, for messages; put in words only when something is wrong.</summary>
internal readonly record struct InputPlace(string? Name, int Index)
{
    public override string ToString() => Name is null ? $"input {Index}" : $"input '{Name}'";

    public ProtocolException Expected(string what) => new($"Expected {what} ({this}).");

    public ProtocolException Expected(string what, string came) => new($"Expected {what}, came {came} ({this}).");
}
