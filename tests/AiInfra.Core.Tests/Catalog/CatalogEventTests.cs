using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.Core.Tests.Catalog;

public sealed partial class CatalogEventTests
{
    // What the version before typed events wrote, letter for letter.
    private const string EarlierPromotion = """{"championFrom":1,"championTo":2,"challengerFrom":2,"challengerTo":null,"challengerShare":0,"actor":"loop","reason":"drift","otherSignature":true}""";
    private const string EarlierAlarm = """{"deployment":"d","kind":"drift","state":"Raised","version":1,"position":1500,"at":"2026-01-02T03:04:05+00:00","message":"nswdemand (PSI 0.42)"}""";
    private const string EarlierDrift = """{"version":2,"report":{"columns":[{"column":"demand","kind":"Number","test":"ks","statistic":0.4,"pValue":1E-09,"missingPValue":1,"adjustedPValue":1E-08,"stability":0.42,"stabilityNoise":0.05,"rows":500,"effectiveRows":310.5,"referenceMissing":0,"missing":0.1,"unseen":0,"unseenExamples":[],"drifted":true}],"notAsked":["id"],"drifted":true,"rows":500,"position":1500,"threshold":0.01,"at":"2026-01-02T03:04:05+00:00"}}""";
    private const string EarlierQuality = """{"version":2,"role":"Shadow","report":{"metric":"accuracy","value":0.78,"baseline":"NaN","loss":0.22,"baselineLoss":"NaN","pValue":1,"threshold":0.001,"rows":500,"effectiveRows":410,"degraded":false,"labelled":1500,"unscored":0,"overall":0.8,"metrics":[{"name":"accuracy","value":0.78,"rows":500},{"name":"logLoss","value":"NaN","rows":0}],"at":"2026-01-02T03:04:05+00:00"}}""";
    private const string EarlierGate = """{"verdict":"NotEnoughEvidence","conditions":[{"condition":"accuracy at least 0.7","verdict":"Pass","why":"0.78","observed":0.78,"required":0.7,"rows":500,"unit":"row"},{"condition":"better than the champion","verdict":"NotEnoughEvidence","why":"p = 0.2","observed":"NaN","required":"NaN","rows":500,"unit":"row","rowsNeeded":29}],"rows":500,"candidate":"3","champion":"2"}""";
    private const string EarlierStep = """{"reason":"Drift","labelled":18000,"version":null}""";

    [Fact]
    public void Read_WhatEarlierVersionsWrote_GivesEveryNumber()
    {
        DeploymentChanged change = Event(EventKinds.Promotion, EarlierPromotion).Read<DeploymentChanged>();
        Assert.Equal(new DeploymentChanged(1, 2, 2, null, 0, "loop", "drift", true), change);
        AlarmChanged alarm = Event(EventKinds.Alarm, EarlierAlarm).Read<AlarmChanged>();
        Assert.Equal(("drift", false, 1500L), (alarm.Kind, alarm.IsCleared, alarm.Position));
        DriftFound drift = Event(EventKinds.Drift, EarlierDrift).Read<DriftFound>();
        Assert.Equal((2, true, "id"), (drift.Version, drift.Report.Drifted, drift.Report.NotAsked.Single()));
        InputColumnDrift column = drift.Report.Columns.Single();
        Assert.Equal(("demand", 0.42, 1e-8, 310.5, true), (column.Column, column.Stability, column.AdjustedPValue, column.EffectiveRows, column.Drifted));
        QualityJudged quality = Event(EventKinds.Quality, EarlierQuality).Read<QualityJudged>();
        Assert.Equal((true, 0.78, double.NaN, 2), (quality.IsShadow, quality.Report.Value, quality.Report.Baseline, quality.Report.Metrics.Count));
        GateDecided gate = Event(EventKinds.Gate, EarlierGate).Read<GateDecided>();
        Assert.Equal(("NotEnoughEvidence", "3", "p = 0.2"), (gate.Verdict, gate.Candidate, gate.Conditions[1].Why));
        Assert.Equal(new LearningStep("Drift", 18000), Event(EventKinds.RetrainingFailed, EarlierStep).Read<LearningStep>());
    }

    [Fact]
    public void Write_TheSameNumbers_GivesTheSameJson()
    {
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(EarlierPromotion), JsonNode.Parse(Again<DeploymentChanged>(EventKinds.Promotion, EarlierPromotion))));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(EarlierAlarm), JsonNode.Parse(Again<AlarmChanged>(EventKinds.Alarm, EarlierAlarm))));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(EarlierDrift), JsonNode.Parse(Again<DriftFound>(EventKinds.Drift, EarlierDrift))));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(EarlierQuality), JsonNode.Parse(Again<QualityJudged>(EventKinds.Quality, EarlierQuality))));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(EarlierStep), JsonNode.Parse(Again<LearningStep>(EventKinds.Retraining, EarlierStep))));
        Assert.DoesNotContain("otherSignature", CatalogEvent.Of(EventKinds.Challenge, "d", default, "", new DeploymentChanged(1)).Data, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LittleOfIt_TakesDefaults()
    {
        QualityJudged quality = Event(EventKinds.Quality, """{"report":{"value":0.5}}""").Read<QualityJudged>();
        Assert.Equal((0.5, double.NaN, 1.0), (quality.Report.Value, quality.Report.Baseline, quality.Report.PValue));
        Assert.Empty(quality.Report.Metrics);
        DriftFound drift = Event(EventKinds.Drift, """{"report":{"columns":[{"column":"a"}],"notAsked":null}}""").Read<DriftFound>();
        Assert.Equal(1, drift.Report.Columns.Single().AdjustedPValue);
        Assert.Empty(drift.Report.NotAsked);
        Assert.False(Event(EventKinds.Alarm, "{}").Read<AlarmChanged>().IsCleared);
    }

    [Fact]
    public void Read_DataOfAnotherKind_SaysWhichKindsCarryThem()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Event(EventKinds.Gate, "{}").Read<DeploymentChanged>());
        Assert.Equal("DeploymentChanged is the data of events of kind 'promotion', 'rollback', 'challenge', 'withdrawal'; this kind is 'gate'.", e.Message);
        Assert.False(Event(EventKinds.Gate, "{}").TryRead<DeploymentChanged>(out _));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":"two"}""")]
    public void Read_DataThatAreNone_NamesTheEvent(string data)
    {
        CatalogEvent happened = Event(EventKinds.Drift, data) with { Id = 17 };
        JsonException e = Assert.Throws<JsonException>(() => happened.Read<DriftFound>());
        Assert.StartsWith("Event 17 of kind 'drift' about 'd' does not carry DriftFound: ", e.Message, StringComparison.Ordinal);
        Assert.False(happened.TryRead<DriftFound>(out _));
    }

    [Fact]
    public void Of_KindThatCarriesOtherData_IsRefused() =>
        Assert.Throws<ArgumentException>("kind", () => CatalogEvent.Of(EventKinds.Alarm, "d", default, "", new DeploymentChanged()));

    [Fact]
    public void Of_KindFromOutside_ComesBackWithItsOwnJson()
    {
        CatalogEvent happened = CatalogEvent.Of("labels-imported", "d", default, "12 labels", new LabelsImported(12, "file.csv"));
        Assert.Equal("""{"rows":12,"source":"file.csv"}""", happened.Data);
        Assert.Equal(new LabelsImported(12, "file.csv"), happened.Read<LabelsImported>());
    }

    [Fact]
    public void Kinds_OfThisProject_AreCarriedByOneTypeEach() =>
        Assert.Equal(EventKinds.All.Order(), typeof(EventKinds).Assembly.GetTypes().Where(IsEventData).SelectMany(t => (IReadOnlyList<string>)t.GetProperty("Kinds")!.GetValue(null)!).Order());

    private static bool IsEventData(Type type) => type is { IsClass: true, ContainsGenericParameters: false } && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEventData<>));

    [Theory]
    [InlineData("""{"occurrence":"2026-03-02T03:00:00+00:00","partition":"eu","steps":["train"],"notRun":["release"]}""")]
    [InlineData("{}")]
    public void PipelineRunFailed_AsStored_ReadsAndWritesTheSame(string json)
    {
        PipelineRunFailed failed = Event(EventKinds.PipelineFailed, json).Read<PipelineRunFailed>();
        Assert.Equal(json == "{}" ? "" : "eu train release", $"{failed.Partition} {string.Join(',', failed.Steps)} {string.Join(',', failed.NotRun)}".Trim());
        Assert.Equal(json == "{}", !JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(Again<PipelineRunFailed>(EventKinds.PipelineFailed, json))));
    }

    [Fact]
    public void PipelineRunsMissedAndDetectorJudged_AsStored_ReadAndWriteTheSame()
    {
        const string missed = """{"missed":3,"after":"2026-03-02T03:00:00+00:00","until":"2026-03-05T08:00:00+00:00","choice":"RunOnce"}""", judged = """{"detector":"latency","version":2,"found":true}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(missed), JsonNode.Parse(Again<PipelineRunsMissed>(EventKinds.PipelineMissed, missed))));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(judged), JsonNode.Parse(Again<DetectorJudged>(EventKinds.Detector, judged))));
    }

    private static CatalogEvent Event(string kind, string data) => new(kind, "d", DateTimeOffset.UnixEpoch, "words", data);

    private static string Again<T>(string kind, string data)
        where T : class, IEventData<T> => CatalogEvent.Of(kind, "d", default, "", Event(kind, data).Read<T>()).Data;

    internal sealed record LabelsImported(int Rows, string Source) : IEventData<LabelsImported>
    {
        [JsonIgnore]
        public static IReadOnlyList<string> Kinds { get; } = ["labels-imported"];

        [JsonIgnore]
        public static JsonTypeInfo<LabelsImported> Json => ImportJson.Default.LabelsImported;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(LabelsImported))]
    internal sealed partial class ImportJson : JsonSerializerContext;
}
