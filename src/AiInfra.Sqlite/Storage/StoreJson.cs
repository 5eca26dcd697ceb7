using System.Text.Json.Serialization;

namespace AiInfra.Sqlite.Storage;

/// <summary>The small JSON that sits in columns.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(RangeContent))]
[JsonSerializable(typeof(SignalContent))]
internal sealed partial class StoreJson : JsonSerializerContext;
