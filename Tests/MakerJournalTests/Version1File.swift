import GRDBSQLite

extension SQL {
  /// Makes the run file that version 1 of the schema left when its run stopped at step 6 of 15: every row as it was
  /// written then, its checksum included.
  static func makeVersion1(at path: String) throws {
    try execute(
      "PRAGMA application_id = \(0x4D41_4B52); PRAGMA user_version = 1; PRAGMA journal_mode = WAL;"
        + version1, at: path)
  }

  private static let version1 = #"""
    BEGIN;
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    CREATE TABLE run (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      task TEXT NOT NULL, parameters TEXT NOT NULL, model TEXT NOT NULL, voting TEXT NOT NULL,
      steps INTEGER NOT NULL, created REAL NOT NULL, maker_version TEXT NOT NULL,
      configuration TEXT NOT NULL, identity TEXT, fingerprint TEXT, checksum INTEGER NOT NULL
    );
    CREATE TABLE decision (
      step INTEGER PRIMARY KEY,
      answer BLOB NOT NULL, votes INTEGER NOT NULL, samples INTEGER NOT NULL, checksum INTEGER NOT NULL
    );
    CREATE TABLE contest (
      step INTEGER PRIMARY KEY, launch_order TEXT, flags TEXT, checksum INTEGER NOT NULL
    );
    CREATE TABLE candidate (
      step INTEGER NOT NULL, number INTEGER NOT NULL, answer BLOB NOT NULL,
      PRIMARY KEY (step, number)
    ) WITHOUT ROWID;
    CREATE TABLE sample (
      step INTEGER NOT NULL, number INTEGER NOT NULL,
      slot INTEGER NOT NULL, attempt INTEGER NOT NULL, temperature REAL NOT NULL, seed INTEGER NOT NULL,
      reply TEXT NOT NULL, finish_reason TEXT NOT NULL, input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL, latency_ns INTEGER NOT NULL, flag TEXT, flag_reason TEXT,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (step, number)
    ) WITHOUT ROWID;
    CREATE TABLE progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      step INTEGER NOT NULL, state BLOB, tally TEXT NOT NULL, open_samples INTEGER NOT NULL,
      checksum INTEGER NOT NULL
    );
    CREATE TABLE session (
      number INTEGER PRIMARY KEY,
      started REAL NOT NULL, ended REAL NOT NULL, from_step INTEGER NOT NULL, to_step INTEGER NOT NULL,
      wall_seconds REAL NOT NULL, samples INTEGER NOT NULL, input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL, outcome TEXT NOT NULL, cost_usd REAL, checksum INTEGER NOT NULL
    );
    INSERT INTO grdb_migrations VALUES
      ('1: a run, its decisions, samples and ledger');
    INSERT INTO run VALUES
      (1, 'hanoi', '{"disks":"4","parser":"flagging"}', 'embedded/hanoi',
        '{"enabled":"true","k":"2","seed":"1","temperature":"4.0"}', 15, 1795235369.8626847267, '0.1.0',
        '{"input_usd_per_million_tokens":"0.0","output_usd_per_million_tokens":"0.0"}',
        '{"k":"2","maximum_response_tokens":"model''s own","model":"hanoi-d61dec6a83cd188e, engine/1",' ||
        '"prompt":"0c99c1ab6302c389","red_flags":"Refused() Overlong(maximumTokens: nil) Empty()",' ||
        '"seed":"1","task":"hanoi","task.disks":"4","task.parser":"flagging/1",' ||
        '"temperature.first":"4.0","temperature.rest":"4.0"}', 'aa5145acd5cd58e2', 614275994);
    INSERT INTO decision VALUES
      (0, X'01000103010004030201', 2, 5, -1613464612),
      (1, X'02000202010104030102', 2, 5, 2009194177),
      (2, X'01010202000204030201', 2, 5, 129157901),
      (3, X'03000101010204030201', 2, 2, -1006963207),
      (4, X'01020002010104010302', 2, 2, -843538186),
      (5, X'02020102020004010302', 2, 6, 539354125);
    INSERT INTO contest VALUES
      (0, NULL, '{"malformed":3}', 4701135),
      (1, NULL, '{"malformed":3}', 27814123),
      (2, NULL, '{"malformed":3}', -1605618263),
      (5, NULL, '{"malformed":4}', 301182059);
    INSERT INTO sample VALUES
      (0, 0, 0, 0, 4.0, 736442933886495122,
        replace('move = [1, 0, 5, 3168, 6, 2, 1]\nnext_state = [[4, 2], [], []]\n', '\n', char(10)), 'stop', 12,
        17, 439432, 'malformed', 'move has more than three integers', 851105577),
      (0, 1, 0, 1, 4.0, 3193540615753203535,
        replace('move = [118, 5, 3, 2], [1], [18, 0, 020, 17, 2]]\n', '\n', char(10)), 'stop', 12, 18, 150848,
        'malformed', 'there is no next_state =', 1853903858),
      (0, 2, 0, 2, 4.0, -5763455000761904164,
        replace('move = []\nnext_state = [[4, 3, 2, 1], [1]]\n', '\n', char(10)), 'stop', 12, 10, 29455,
        'malformed', 'move has 0 integers, not three', -1183085228),
      (0, 3, 0, 3, 4.0, 8946296316371520654,
        replace('move = [1, 0, 1]\nnext_state = [[4, 3, 2], [1], []]\n', '\n', char(10)), 'stop', 12, 13, 36494,
        NULL, NULL, 287983789),
      (0, 4, 1, 0, 4.0, 3352283418206364336,
        replace('move = [1, 0, 1]\nnext_state = [[4, 3, 2], [1], []]\n', '\n', char(10)), 'stop', 12, 13, 439432,
        NULL, NULL, -16034206),
      (1, 0, 0, 0, 4.0, -141167664587489536,
        replace('move = [2, 0, 2]\nnext_state = [[4, 3], [1], [2]]\n', '\n', char(10)), 'stop', 12, 13, 63458,
        NULL, NULL, 2005055438),
      (1, 1, 1, 0, 4.0, 1333629784539307692,
        replace('move = [2, 0, 2]\nnext_state = [[47, 3], [1], [2]]\n', '\n', char(10)), 'stop', 12, 14, 63458,
        'malformed', 'next_state names a disk that is none of 1 to 4', -2121869869),
      (1, 2, 1, 1, 4.0, 5144265258321913898,
        replace('move = [2, 0106, 3], [1, 16], [2, 20, 3, 1]]\n', '\n', char(10)), 'stop', 12, 16, 46133,
        'malformed', 'there is no next_state =', -138779414),
      (1, 3, 1, 2, 4.0, -4337088470503907548,
        replace('move = [, 20, 2, 0]\nnext_state = [[4, 3current_state = [[, 0, 26, 13, 36, 3, 20, 3], [1], []]\n', '\n', char(10)),
        'stop', 12, 23, 58886, 'malformed', 'move has an item that is no integer', 1341076823),
      (1, 4, 1, 3, 4.0, -3206160806403490906,
        replace('move = [2, 0, 2]\nnext_state = [[4, 3], [1], [2]]\n', '\n', char(10)), 'stop', 12, 13, 33587,
        NULL, NULL, -281088706),
      (2, 0, 0, 0, 4.0, 3517236845650072880,
        replace('move = [1, 1, 2]\nnext_state = [[4, 3], [], [29, 1]]\n', '\n', char(10)), 'stop', 12, 14, 61166,
        'malformed', 'next_state names a disk that is none of 1 to 4', -1498011845),
      (2, 1, 0, 1, 4.0, -8775602782546523636,
        replace('move = [1, 1, 2]\nnext_state = [[4, 3], [], [2]\nnext_state = [[4, 1, 15]]\n', '\n', char(10)),
        'stop', 12, 17, 54625, 'malformed', 'next_state names a disk that is none of 1 to 4', 640200377),
      (2, 2, 0, 2, 4.0, -3442459190905076743,
        replace('move = [1, 1, 2]\nnext_state = [[4, 3], [], [2, 1]]\n', '\n', char(10)), 'stop', 12, 13, 35206,
        NULL, NULL, -1772383027),
      (2, 3, 1, 0, 4.0, -7934412851048553413,
        replace('move = [112, 2]\nnext_state = [[4, 3], []]\n', '\n', char(10)), 'stop', 12, 10, 61166,
        'malformed', 'move has 2 integers, not three', 476684658),
      (2, 4, 1, 1, 4.0, -4647579089018262641,
        replace('move = [1, 1, 2]\nnext_state = [[4, 3], [], [2, 1]]\n', '\n', char(10)), 'stop', 12, 13, 54625,
        NULL, NULL, 1672662526),
      (5, 0, 0, 0, 4.0, -4920368266067651319,
        replace('move = [2, 2, 1]\nnext_state = [[4, 1], [3, 2], []]\n', '\n', char(10)), 'stop', 12, 13, 69495,
        NULL, NULL, -1415340103),
      (5, 1, 1, 0, 4.0, 1498876988668068211,
        replace('move = [24, 1]\nnext_state = [[4, 1], [320, 6, 2], []]\n', '\n', char(10)), 'stop', 12, 15, 69495,
        'malformed', 'move has 2 integers, not three', -1902079780),
      (5, 2, 1, 1, 4.0, -4428161852120492232,
        replace('move = [19, 1, 2]\nnext_state = [[4, 2, 1], [], []]\n', '\n', char(10)), 'stop', 12, 12, 32913,
        'malformed', 'move names a disk that is none of 1 to 4', 341056374),
      (5, 3, 1, 2, 4.0, 6557419267754464533,
        replace('move = [2, 20, 2]\nnext_state = [[4, 1], [3], []]\n', '\n', char(10)), 'stop', 12, 12, 32269,
        'malformed', 'move names a peg that is none of 0 to 2', -771933224),
      (5, 4, 1, 3, 4.0, 7479845109576403006,
        replace('move = [2, 2, 16, 1, 0, 1, 2, 15, 2], [3, 2], [, 4, 1]]\n', '\n', char(10)), 'stop', 12, 19,
        47627, 'malformed', 'there is no next_state =', 2131009772),
      (5, 5, 1, 4, 4.0, 6873936572103401888,
        replace('move = [2, 2, 1]\nnext_state = [[4, 1], [3, 2], []]\n', '\n', char(10)), 'stop', 12, 13, 32820,
        NULL, NULL, -1944823622),
      (6, 0, 0, 0, 4.0, -5172377742726559252, replace('move = []]\n', '\n', char(10)), 'stop', 12, 3, 44623,
        'malformed', 'there is no next_state =', 1516937182),
      (6, 1, 0, 1, 4.0, -9058034265762173171,
        replace('move = [1, 0, 1]\nnext_state = [[4], []]\n215]]\n', '\n', char(10)), 'stop', 12, 12, 75485,
        'malformed', 'next_state has 2 lists, not three', 110723438),
      (6, 2, 0, 2, 4.0, 6543877185509085553,
        replace('move = [1, 0, 1]\nnext_state = [[13, 4], [3, 2, 1], []]\n', '\n', char(10)), 'stop', 12, 14,
        56499, 'malformed', 'next_state names a disk that is none of 1 to 4', -855896431),
      (6, 3, 0, 3, 4.0, -4704741572096089812,
        replace('move = [1, 0, 1]\nnext_state = [[4], [3, 2, 1], []]\n', '\n', char(10)), 'stop', 12, 13, 51193,
        NULL, NULL, -412587352),
      (6, 4, 1, 0, 4.0, -300573702969635835, replace('move = [1, 0, 18, 14], [3, 2], [, 152]]\n', '\n', char(10)),
        'stop', 12, 14, 44623, 'malformed', 'there is no next_state =', -964686900),
      (6, 5, 1, 1, 4.0, 7089084809350810177,
        replace('move = [1], [2, 19, 17, 3, 1, 9, 11, 1, 02], [], [2]]\n', '\n', char(10)), 'stop', 12, 20, 75485,
        'malformed', 'there is no next_state =', 2009908514),
      (6, 6, 1, 2, 4.0, 140576747311305962, 'move = [1, 02, 19', 'stop', 12, 7, 56499, 'malformed',
        'there is no next_state =', 241699686),
      (6, 7, 1, 3, 4.0, -1410179117877690704,
        replace('move = [1, 0, 1]\nnext_state = [[4], [3, 7, 2, 1], []]\n', '\n', char(10)), 'stop', 12, 14, 51193,
        'malformed', 'next_state names a disk that is none of 1 to 4', -1687248579);
    INSERT INTO progress VALUES
      (1, 6, X'02020102020004010302',
        '{"contested":4,"decided":6,"flags":{"malformed":13},"input_tokens":300,"longest_ballot":2,' ||
        '"output_tokens":353,"outvoted":0,"samples":25,"votes":12}', 8, -1194765608);
    INSERT INTO session VALUES
      (1, 1795235369.8736276625, 1795235369.8936433792, 0, 6, 0.020016638999999999265, 33, 396, 450, 'stopped',
        0.0, -1186559492);
    COMMIT;
    """#
}
