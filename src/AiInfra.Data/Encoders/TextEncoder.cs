using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Encodes the texts of one column.</summary>
internal sealed class TextEncoder(TextPlan plan)
{
    private readonly GramCounter? _words = plan.Words is { } words ? new GramCounter(words, true) : null;
    private readonly GramCounter? _characters = plan.Characters is { } characters ? new GramCounter(characters, false) : null;
    private readonly int _width = plan.Words?.Grams.Length ?? 0;
    private readonly int _rest = plan.Characters?.Grams.Length ?? 0;

    /// <summary>The features of a value, into memory that is zero.</summary>
    public void Encode(Value value, Span<float> features)
    {
        if (value.IsMissing)
        {
            return;
        }

        string text = value.Kind == ValueKind.Text ? TextPieces.Sound(value.AsText()!) : throw Cells.Wrong(plan, value);
        _words?.Encode(text, plan.Pieces, features[.._width]);
        _characters?.Encode(text, plan.Pieces, features.Slice(_width, _rest));
    }
}
