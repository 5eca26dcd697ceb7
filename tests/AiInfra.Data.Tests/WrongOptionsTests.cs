using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Encoders;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Data.Sources.JsonLines;
using AiInfra.Data.Sources.Parquet;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests;

/// <summary>What is wrong with options is told all at once, by whoever takes them.</summary>
public sealed class WrongOptionsTests
{
    [Fact]
    public void CsvSource_SeveralWrong_NamesAll()
    {
        ArgumentException e = Assert.Throws<ArgumentException>("options", () => new CsvSource("a.csv", new CsvOptions { DecimalMark = ',', ThousandsMark = ',', SampleRows = 0, MisfitTolerance = 1 }));
        Assert.StartsWith("CsvOptions: DecimalMark and ThousandsMark are '.' or ',', and not the same; they are ',' and ','. SampleRows is at least 1; it is 0. MisfitTolerance is at least 0 and below 1; it is 1.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_OfAllSources_AreRight()
    {
        Assert.Empty(new CsvOptions().Faults());
        Assert.Empty(new JsonLinesOptions().Faults());
        Assert.Empty(new ParquetOptions().Faults());
        Assert.Empty(new EncodingOptions().Faults());
        Assert.Empty(new IngestionOptions().Faults());
        Assert.Empty(new DatasetWriteOptions().Faults());
    }

    [Fact]
    public void AddIngestion_WrongOptions_SaysAtOnceWhatTheBuilderSays()
    {
        static void Say(IngestionBuilder<Row> from) => from.JsonLines("a.jsonl").Configure(o => (o.MaxBadRows, o.MaxBadShare) = (-1, 2));
        ArgumentException host = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAiInfra().AddIngestion("a", Say));
        var builder = new IngestionBuilder<Row>("a");
        Say(builder);
        ArgumentException alone = Assert.Throws<ArgumentException>(builder.Build);
        Assert.Equal(host.Message, alone.Message);
        Assert.StartsWith("IngestionOptions: MaxBadRows is at least 0; it is -1. MaxBadShare is 0 to 1; it is 2.", alone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddIngestion_SameNameTwice_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddIngestion("a", from => from.JsonLines("a.jsonl"));
        Assert.Contains("an ingestion 'a' already", Assert.Throws<ArgumentException>(() => services.AddAiInfra().AddIngestion("a", from => from.JsonLines("b.jsonl"))).Message, StringComparison.Ordinal);
    }
}
