using System.Text;

namespace AiInfra.Training.Inspection;

/// <summary>A module's tree with shapes, parameters and work, as one forward pass showed it.</summary>
/// <param name="Rows">The modules in the order of the tree.</param>
/// <param name="Parameters">Numbers in parameters, each counted once.</param>
/// <param name="Trainable">Those that want a gradient.</param>
/// <param name="Bytes">Bytes of parameters and buffers.</param>
/// <param name="Multiplications">Multiplications of the forward pass, as far as they are known.</param>
public sealed record ModuleSummary(IReadOnlyList<ModuleSummaryRow> Rows, long Parameters, long Trainable, long Bytes, long Multiplications)
{
    /// <summary>Bytes that a training with AdamW holds beside the values between modules: weights, gradients and two moments in 32 bits, and buffers.</summary>
    public long TrainingBytes => Bytes + (Trainable * 12);

    /// <summary>A table.</summary>
    public override string ToString()
    {
        string[][] cells = [
            ["module", "type", "output", "parameters", "multiplications"],
            .. Rows.Select(r => new[] { new string(' ', 2 * r.Depth) + r.Name, r.Type, r.Output ?? "not called", r.Parameters == 0 ? "" : $"{r.Parameters:#,0}", r.Multiplications is { } m ? (m == 0 ? "" : $"{m:#,0}") : "?" })];
        int[] widths = [.. Enumerable.Range(0, 5).Select(i => cells.Max(c => c[i].Length))];
        var text = new StringBuilder();
        foreach (string[] line in cells)
        {
            text.AppendLine(string.Join("  ", line.Select((c, i) => i < 3 ? c.PadRight(widths[i]) : c.PadLeft(widths[i]))).TrimEnd());
        }

        text.Append($"{Parameters:#,0} parameters, {Trainable:#,0} of them trained; {Bytes / 1048576.0:0.0} MiB, {TrainingBytes / 1048576.0:0.0} MiB in training with AdamW; {Multiplications:#,0} multiplications a forward pass");
        text.Append(Rows.Any(r => r.Multiplications is null) ? ", those marked ? not counted." : ".");
        return text.ToString();
    }
}
