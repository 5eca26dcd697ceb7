using System.Collections;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Tests.Datasets;

public sealed class BatchSummaryTests
{
    [Fact]
    public void Add_TextsThatGrowMeanwhile_CountsWhatTheRowsHold()
    {
        var schema = new RowSchema([new Column("word", ValueKind.Text)]);
        int[] codes = [.. Enumerable.Range(0, 2000).Select(i => i % 3 - 1)];
        var summary = new BatchSummary(schema);
        summary.Add(new RowBatch(schema, [new TextColumn(codes, codes.Length, new GrowingList(["a", "b"]))]));
        ColumnSummary word = summary.ToSummary().Columns[0];
        Assert.Equal((2000, 667), (word.Count, word.Missing));
        Assert.Equal(["a", "b"], word.Categories.Select(c => c.Category).Order());
    }

    /// <summary>Is 1,500 texts longer whenever somebody asks for its length, as a list that a source adds to.</summary>
    private sealed class GrowingList(List<string> texts) : IReadOnlyList<string>
    {
        private int _asked;

        public int Count => texts.Count + (1500 * _asked++);

        public string this[int index] => texts[index];

        public IEnumerator<string> GetEnumerator() => texts.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
