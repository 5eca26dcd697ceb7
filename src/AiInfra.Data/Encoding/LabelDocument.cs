using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>A label encoder as it is saved.</summary>
internal sealed record LabelDocument(string Format, Value[] Classes);
