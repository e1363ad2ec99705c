import Maker
import MakerAgents
import MakerRecords
import Testing

/// All records of a file are looked at before anybody is asked.
@Suite struct RecordSurveyTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private static let agent = "name: team\nprompt: '{{subject}} {{body}}'\nanswer: {labels: [a, b]}"

  @Test func `what is unreadable, empty, repeated and no label is counted, and the first are named`() throws {
    let source = try folder.source(
      csv: "id,subject,body,truth\n1,x,y,a\n2,,y,b\n3,x,  ,\n4,x\n5,x,y,A\n\n6,x,y,zz\n")
    let task = try RecordTask(source, agents(Self.agent))
    let survey = try RecordSurvey(of: task, labels: [RecordLabel("truth")])
    #expect(survey.records == 6 && survey.unreadable == 1 && survey.unaskable == 0)
    #expect(survey.unreadableFindings.map(\.line) == [5] && survey.unreadableFindings.map(\.record) == [4])
    #expect(survey.fields.map(\.name) == ["subject", "body"])
    #expect(survey.fields.map(\.empty) == [1, 1] && survey.fields.map(\.missing) == [0, 0])
    #expect(survey.repeated == 2)
    #expect(survey.firstRepetition?.record == 5 && survey.firstRepetition?.first == 1)
    let label = try #require(survey.labels.first)
    #expect(label.answers == 2 && label.empty == 1 && label.foreign == 2)
    #expect(label.examples.map { "\($0.line) \($0.record) \($0.reason)" } == ["6 5 A", "8 6 zz"])
  }

  @Test func `a field that a line of JSON lacks is missing, and its record cannot be asked about`() throws {
    let source = try folder.source(
      jsonl:
        "{\"subject\": \"x\", \"body\": \"y\"}\n{\"subject\": null, \"body\": \"y\"}\n{\"body\": \"y\"}\nno\n"
    )
    let survey = try RecordSurvey(of: RecordTask(source, agents(Self.agent)))
    #expect(survey.fields.map(\.missing) == [1, 0] && survey.fields.map(\.empty) == [1, 0])
    #expect(survey.unaskable == 1 && survey.unaskableFindings.map(\.record) == [3])
    #expect(survey.unreadable == 1 && survey.repeated == 0 && survey.labels.isEmpty)
  }

  @Test func `what an agent before decides is no field of the record`() throws {
    let yaml = """
      name: both
      steps:
        - {name: size, prompt: '{{x}}', answer: {labels: [big, small]}}
        - {name: tone, prompt: '{{y}} {{size}}', answer: {labels: [a, b]}}
      """
    let survey = try RecordSurvey(of: RecordTask(folder.source(csv: "x,y\n1,\n"), agents(yaml)))
    #expect(survey.fields.map(\.name) == ["x", "y"] && survey.fields.map(\.empty) == [0, 1])
  }

  @Test func `somebody may stop it, and is told how far it came`() throws {
    let rows = (0..<5_000).map { "\($0),y\n" }.joined()
    let task = try RecordTask(folder.source(csv: "subject,body\n" + rows), agents(Self.agent))
    var asked = 0
    let survey = try RecordSurvey(of: task) {
      asked += 1
      return asked > 2
    }
    #expect(survey.records == 2_048)
    #expect(try RecordSurvey(of: task).records == 5_000)
  }
}
